/** Makes bytes of a text that only the holder of a secret can make (an HMAC); at least five bytes. */
export type Keyed = (text: string) => Uint8Array;

// Crockford's alphabet: no i, l, o or u, so that nothing is misread or spells a word.
const alphabet = '0123456789abcdefghjkmnpqrstvwxyz';
const checkLength = 8;

/** The tag in the subject of our mails, such as `[#1042-7m2qx0wd]`: the number and 40 bits of check. */
export function referenceTag(ticket: number, keyed: Keyed): string {
  return `[#${ticket}-${checkOf(ticket, keyed)}]`;
}

/**
 * The tickets whose valid tags stand in a subject, in their order, wherever they are. A tag with a
 * wrong check is nothing but text.
 */
export function ticketsTagged(subject: string, keyed: Keyed): number[] {
  const found = [...subject.slice(0, 2_000).matchAll(tagPattern)]
    .filter(([, number, check]) => isGenuine(Number(number), check!, keyed))
    .map(([, number]) => Number(number));
  return [...new Set(found)];
}

/** The subject without anything that looks like a tag of ours, genuine or not. */
export function withoutTags(subject: string): string {
  return subject.replace(tagPattern, ' ');
}

// Blanks inside are forgiven: long subjects are folded in places of the mail program's choosing.
const tagPattern = /\[\s*#\s*([1-9]\d{0,8})\s*-\s*([0-9a-z]{8})\s*\]/gi;

function isGenuine(ticket: number, check: string, keyed: Keyed): boolean {
  const given = check.toLowerCase().replaceAll('o', '0').replaceAll(/[il]/g, '1');
  const right = checkOf(ticket, keyed);
  let different = 0;
  // Every character is looked at, so that the time taken tells nothing about the right check.
  for (let at = 0; at < checkLength; at += 1) {
    different |= given.charCodeAt(at) ^ right.charCodeAt(at);
  }
  return different === 0;
}

function checkOf(ticket: number, keyed: Keyed): string {
  const bytes = keyed(`reference-tag:${ticket}`);
  let bits = 0n;
  for (const byte of bytes.slice(0, 5)) bits = (bits << 8n) | BigInt(byte);
  let check = '';
  for (let at = checkLength - 1; at >= 0; at -= 1) {
    check += alphabet[Number((bits >> BigInt(5 * at)) & 31n)];
  }
  return check;
}
