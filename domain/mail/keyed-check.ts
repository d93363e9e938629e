/** Makes bytes of a text that only the holder of a secret can make (an HMAC); at least twenty bytes. */
export type Keyed = (text: string) => Uint8Array;

// Crockford's alphabet: no i, l, o or u, so that nothing is misread or spells a word.
const alphabet = '0123456789abcdefghjkmnpqrstvwxyz';

/** `length` characters, five bits each, that only the holder of the secret can make of `text`. */
export function keyedCheck(text: string, length: number, keyed: Keyed): string {
  const bitCount = length * 5;
  let bits = 0n;
  for (const byte of keyed(text).slice(0, Math.ceil(bitCount / 8))) {
    bits = (bits << 8n) | BigInt(byte);
  }
  bits >>= BigInt(Math.ceil(bitCount / 8) * 8 - bitCount);
  let check = '';
  for (let at = length - 1; at >= 0; at -= 1) {
    check += alphabet[Number((bits >> BigInt(5 * at)) & 31n)];
  }
  return check;
}

/** Whether a check that came back is the right one; letters that look like digits count as those. */
export function isRightCheck(given: string, right: string): boolean {
  const read = given.toLowerCase().replaceAll('o', '0').replaceAll(/[il]/g, '1');
  let different = read.length ^ right.length;
  // Every character is looked at, so that the time taken tells nothing about the right check.
  for (let at = 0; at < right.length; at += 1) {
    different |= read.charCodeAt(at) ^ right.charCodeAt(at);
  }
  return different === 0;
}
