import { isUtf8 } from 'node:buffer';
import { decode, encodingExists } from 'iconv-lite';
import { oddCharsets } from './odd-charsets';

/**
 * The text of bytes that are said to have a charset; null: nothing is said. Bytes that are another
 * one's are read as UTF-8 or Windows-1252, when far more of them would be unreadable otherwise: one
 * broken letter changes nothing for the rest.
 */
export function decodeText(bytes: Buffer, charset: string | null): string {
  const decoded = charset === null ? null : decodedAs(bytes, plainName(charset));
  if (decoded === null) return guessed(bytes);
  const { bad, good } = lettersOf(decoded);
  if (bad === 0) return decoded;
  return isUtf8(bytes) || bad > good ? guessed(bytes) : decoded;
}

/** As `decodeText`; HTML may name its charset in itself, which counts where the mail names none. */
export function decodeHtml(bytes: Buffer, charset: string | null): string {
  if (charset !== null) return decodeText(bytes, charset);
  const named = metaCharset.exec(bytes.toString('latin1', 0, longestHead))?.[1] ?? null;
  const isPlain = isUtf8(bytes) && bytes.some((byte) => byte >= 0x80);
  return decodeText(bytes, isPlain ? null : named);
}

const longestHead = 4_000;
const metaCharset = /<meta\b[^<>]{0,200}?\bcharset\s{0,9}=\s{0,9}["']?([\w:.-]{1,40})/i;

function plainName(charset: string): string {
  return charset.trim().toLowerCase().replaceAll('_', '-');
}

/** Null: a charset that nobody knows, or one of which UTF-8 is as good a guess. */
function decodedAs(bytes: Buffer, charset: string): string | null {
  if (/^(utf-?8|(us-?)?ascii|ansi-x3\.4-1968|unknown-8bit|default|none)$/.test(charset))
    return null;
  const odd = Object.hasOwn(oddCharsets, charset) ? oddCharsets[charset] : undefined;
  if (odd) return odd(bytes);
  if (!noCharsets.test(charset) && encodingExists(charset)) return decode(bytes, charset);
  try {
    return new TextDecoder(charset).decode(bytes);
  } catch {
    return null;
  }
}

/** The library's names for what is no charset. */
const noCharsets = /^(base64|hex|binary|internal|utf-?7-?imap)$/;

/** UTF-8, or Windows-1252 where more of it would be unreadable than would be read. */
function guessed(bytes: Buffer): string {
  const text = decode(bytes, 'utf8');
  if (isUtf8(bytes)) return text;
  const { bad, good } = lettersOf(text);
  return bad > good ? decode(bytes, 'windows-1252') : text;
}

/** How many letters beyond ASCII could be read, and how many could not. */
function lettersOf(text: string): { bad: number; good: number } {
  let bad = 0;
  let good = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === 0xfffd) bad += 1;
    else if (code > 0x7f) good += 1;
  }
  return { bad, good };
}
