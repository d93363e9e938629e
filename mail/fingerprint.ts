import { createHash } from 'node:crypto';
import { messageIdsIn } from '../domain/mail/message-id';
import { cleanText } from './clean-text';

/** What a first look at a raw mail tells, without parsing it. */
export interface FirstLook {
  rfcMessageId: string | null;
  /**
   * The same for the same mail: its Message-ID, From, Date, how its body is written, and the body. Trace
   * headers do not count, nor does a subject that a mailing list marked.
   */
  fingerprint: string | null;
  /** Those that the same mail may have which came before: by a former version, or a moment ago. */
  formerFingerprints: string[];
}

const longestHead = 256 * 1024;

/**
 * Cheap enough to be done before a mail is acknowledged. A mail with neither Message-ID nor Date is told
 * by all of its bytes where servers on its way wrote theirs onto it. Without those, two short ones
 * from one person may be two mails: the same bytes are the same mail for ten minutes or so, or, where it lies
 * in a folder and may be fetched again (`isFetched`), for good.
 */
export function lookAt(raw: Buffer, { isFetched = false, now = new Date() } = {}): FirstLook {
  const end = endOfHead(raw);
  const head = raw
    .toString('latin1', 0, Math.min(end, longestHead))
    .replaceAll(/\r?\n[ \t]+/g, ' ');
  const [messageId, date, from] = ['message-id', 'date', 'from'].map((name) => header(head, name));
  if (!messageId && !date) {
    const isTold = isFetched || header(head, 'received') !== undefined;
    return { rfcMessageId: null, ...(isTold ? byBytes(raw) : byBytesAndTime(raw, now)) };
  }
  const body = raw.subarray(end);
  const former = [messageId, from, date];
  const written = ['content-type', 'content-transfer-encoding'];
  const all = [...former, ...written.map((name) => header(head, name) ?? null)];
  return {
    rfcMessageId: messageIdsIn(cleanText(messageId ?? ''))[0] ?? null,
    fingerprint: hashOf(JSON.stringify(all), body),
    formerFingerprints: [hashOf(JSON.stringify(former), body)],
  };
}

type Fingerprints = Pick<FirstLook, 'fingerprint' | 'formerFingerprints'>;

function byBytes(raw: Buffer): Fingerprints {
  return { fingerprint: hashOf(raw), formerFingerprints: [] };
}

const againMs = 10 * 60_000;

function byBytesAndTime(raw: Buffer, now: Date): Fingerprints {
  const time = Math.floor(now.getTime() / againMs);
  const at = (times: number): string => hashOf(`${times}\n`, raw);
  return { fingerprint: at(time), formerFingerprints: [at(time - 1)] };
}

function hashOf(...content: (string | Buffer)[]): string {
  const hash = createHash('sha256');
  for (const one of content) hash.update(one);
  return hash.digest('hex');
}

function header(head: string, name: string): string | undefined {
  return new RegExp(`^${name}[ \\t]*:[ \\t]*(.*)$`, 'im').exec(head)?.[1]?.trim();
}

/** Where the empty line after the headers begins, or the end of a mail that has none. */
export function endOfHead(raw: Buffer): number {
  const ends = ['\r\n\r\n', '\n\n'].map((gap) => raw.indexOf(gap)).filter((at) => at >= 0);
  return ends.length === 0 ? raw.length : Math.min(...ends);
}
