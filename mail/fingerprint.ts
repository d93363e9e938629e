import { createHash } from 'node:crypto';
import { messageIdsIn } from '../domain/mail/message-id';
import { cleanText } from './clean-text';

/** What a first look at a raw mail tells, without parsing it. */
export interface FirstLook {
  rfcMessageId: string | null;
  /** The same for the same mail: its Message-ID, From, Date and body. Trace headers do not count. */
  fingerprint: string | null;
}

const longestHead = 256 * 1024;

/**
 * Cheap enough to be done before a mail is acknowledged. A mail with neither Message-ID nor Date
 * has no fingerprint: two short ones from one person could be two mails.
 */
export function lookAt(raw: Buffer): FirstLook {
  const end = endOfHead(raw);
  const head = raw
    .toString('latin1', 0, Math.min(end, longestHead))
    .replaceAll(/\r?\n[ \t]+/g, ' ');
  const [messageId, date, from] = ['message-id', 'date', 'from'].map((name) => header(head, name));
  if (!messageId && !date) return { rfcMessageId: null, fingerprint: null };

  const hash = createHash('sha256');
  hash.update(JSON.stringify([messageId, from, date]));
  hash.update(raw.subarray(end));
  return {
    rfcMessageId: messageIdsIn(cleanText(messageId ?? ''))[0] ?? null,
    fingerprint: hash.digest('hex'),
  };
}

function header(head: string, name: string): string | undefined {
  return new RegExp(`^${name}[ \\t]*:[ \\t]*(.*)$`, 'im').exec(head)?.[1]?.trim();
}

/** Where the empty line after the headers begins, or the end of a mail that has none. */
export function endOfHead(raw: Buffer): number {
  const ends = ['\r\n\r\n', '\n\n'].map((gap) => raw.indexOf(gap)).filter((at) => at >= 0);
  return ends.length === 0 ? raw.length : Math.min(...ends);
}
