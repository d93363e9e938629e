import { isRightCheck, keyedCheck, type Keyed } from './keyed-check';

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
  return isRightCheck(check, checkOf(ticket, keyed));
}

function checkOf(ticket: number, keyed: Keyed): string {
  return keyedCheck(`reference-tag:${ticket}`, checkLength, keyed);
}
