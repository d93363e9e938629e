import { isUtf8 } from 'node:buffer';
import { decodeText } from './decode-text';
import { endOfHead } from './fingerprint';

/**
 * A mail whose head the parser reads: without a byte order mark before it, without blanks between a
 * header's name and its colon (RFC 5322, 4.5), and in UTF-8 where it has bytes of another charset,
 * which is then taken to be that of the body. The rest is the same.
 */
export function withRepairedHead(raw: Buffer): Buffer {
  const whole = raw.subarray(0, 3).equals(byteOrderMark) ? raw.subarray(3) : raw;
  const end = endOfHead(whole);
  const head = whole.subarray(0, end);
  const lines = head.toString('latin1');
  if (isUtf8(head) && !blanksBeforeColon.test(lines)) return whole;
  const charset = /^content-type:.{0,200}?\bcharset="?([\w:.-]{1,40})/ims.exec(lines)?.[1] ?? null;
  const repaired = lines
    .split('\n')
    .map((line) => line.replace(blanksBeforeColon, '$1:'))
    .map((line) => inUtf8(Buffer.from(line, 'latin1'), charset));
  return Buffer.concat([Buffer.from(repaired.join('\n')), whole.subarray(end)]);
}

const byteOrderMark = Buffer.from([0xef, 0xbb, 0xbf]);
const blanksBeforeColon = /^([\x21-\x39\x3b-\x7e]{1,100})[ \t]{1,100}:/m;

function inUtf8(line: Buffer, charset: string | null): string {
  return isUtf8(line) ? line.toString('utf8') : decodeText(line, charset);
}
