/** An address as it is compared: without blanks around it and in lower case. */
export function comparable(address: string): string {
  return address.trim().toLowerCase();
}

/** `support+anything@x.example` is `support@x.example`: what stands after a plus is for us to use. */
export function withoutPlusPart(address: string): string {
  const at = address.lastIndexOf('@');
  const plus = address.indexOf('+');
  return plus > 0 && plus < at ? address.slice(0, plus) + address.slice(at) : address;
}

/** The part behind the last `@`, or the empty string. */
export function domainOf(address: string): string {
  const at = address.lastIndexOf('@');
  return at < 0 ? '' : address.slice(at + 1).toLowerCase();
}

/** The first of `addresses` that is one of `own` (plus parts aside), as it stands in `own`. */
export function ownAddressAmong(
  addresses: readonly string[],
  own: readonly string[],
): string | undefined {
  const wanted = addresses.map((address) => withoutPlusPart(comparable(address)));
  return own.find((address) => wanted.includes(comparable(address)));
}

/**
 * Whether a text may stand as an address in an envelope: something@something, no brackets, and blanks in
 * quotes only (RFC 5321, 4.1.2).
 */
export function looksLikeAddress(text: string): boolean {
  return text.length <= 254 && form.test(text);
}

const form = /^(?:[^\s<>(),;:"\\@]+|"[\w.+ -]{1,62}")@[^\s<>(),;:"\\@]+$/;

/** Those of `addresses` that look like one and are not `known`, each once. */
export function othersOf(addresses: readonly string[], known: readonly string[]): string[] {
  const seen = new Set(known.map(comparable));
  return addresses
    .map((address) => address.trim())
    .filter((address) => {
      if (!looksLikeAddress(address) || seen.has(comparable(address))) return false;
      seen.add(comparable(address));
      return true;
    });
}
