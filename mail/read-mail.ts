import { openMailThread } from './mail-thread';
import { parseMail, withHeader, type ParsedMail } from './parse-mail';
import type { ResolveDns } from './dns';
import { sanitiseHtml } from './sanitise-html';
import { verifyMail, type Hop, type Verified } from './verify-mail';

/** What is larger is read in a thread of its own: it may take longer than others should wait. */
const largestInPlace = 100_000;

const thread = openMailThread();

/**
 * Reads a raw mail of any size without holding up the process. Throws `UnreadableMail` on one that
 * cannot be read, or that takes too much time or memory.
 */
export async function readMail(raw: Buffer): Promise<ParsedMail> {
  return raw.length <= largestInPlace ? parseMail(raw) : withHeader(await thread.parse(raw));
}

/** The HTML of a mail made harmless, with its pictures where `images` has them; null: there is none to show. */
export async function harmlessHtml(
  html: string | null,
  images: ReadonlyMap<string, string> = new Map(),
): Promise<string | null> {
  if (html === null) return null;
  if (html.length > largestInPlace) return (await thread.sanitise(html, images)) || null;
  return sanitiseHtml(html, (id) => images.get(id) ?? null) || null;
}

/** SPF and DKIM of a mail of any size. Of one that takes too long to check nothing is proven. */
export function verifiedMail(raw: Buffer, hop: Hop, resolveDns: ResolveDns): Promise<Verified> {
  if (raw.length <= largestInPlace) return verifyMail(raw, hop, resolveDns);
  return thread.verify(raw, hop, resolveDns);
}
