import { decode } from 'iconv-lite';

/** Charsets of mail that shift from one to another, by their names; bytes of them have seven bits. */
export const oddCharsets: Record<string, (bytes: Buffer) => string> = {
  'utf-7': (bytes) => decode(bytes, 'utf7'),
  'unicode-1-1-utf-7': (bytes) => decode(bytes, 'utf7'),
  'iso-2022-jp': japanese,
  'iso-2022-jp-1': japanese,
  'iso-2022-jp-2': japanese,
  csiso2022jp: japanese,
  'iso-2022-kr': korean,
  csiso2022kr: korean,
  'hz-gb-2312': chinese,
  hz: chinese,
};

/** RFC 1468 */
function japanese(bytes: Buffer): string {
  return new TextDecoder('iso-2022-jp').decode(bytes);
}

const shiftOut = 0x0e;
const shiftIn = 0x0f;

/** RFC 1557: between SO and SI, KS C 5601 without its eighth bits; SO and SI mean nothing else. */
function korean(bytes: Buffer): string {
  const out: number[] = [];
  let isShifted = false;
  for (const byte of withoutDesignation(bytes)) {
    if (byte === shiftOut) isShifted = true;
    else if (byte === shiftIn) isShifted = false;
    else out.push(isShifted && byte > 0x20 ? byte | 0x80 : byte);
    if (byte === 0x0a) isShifted = false;
  }
  return decode(Buffer.from(out), 'euc-kr');
}

function withoutDesignation(bytes: Buffer): Buffer {
  return Buffer.from(bytes.toString('latin1').replaceAll('\u001b$)C', ''), 'latin1');
}

/** RFC 1843: between `~{` and `~}`, GB 2312 without its eighth bits; `~~` is a tilde. */
function chinese(bytes: Buffer): string {
  const out: number[] = [];
  let isShifted = false;
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at]!;
    const pair = byte === tilde ? String.fromCharCode(bytes[at + 1] ?? 0) : '';
    if (pair === '{' || pair === '}') isShifted = pair === '{';
    else if (pair === '~') out.push(tilde);
    else if (pair !== '\n') {
      if (byte === 0x0a) isShifted = false;
      out.push(isShifted && byte > 0x20 ? byte | 0x80 : byte);
      continue;
    }
    at += 1;
  }
  return decode(Buffer.from(out), 'gbk');
}

const tilde = 0x7e;
