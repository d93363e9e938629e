import { parseAddressHeader } from 'mailparser';
import { looksLikeAddress } from '../domain/mail/address';
import { mailTexts } from '../domain/mail/messages';
import { messageIdsIn } from '../domain/mail/message-id';
import { calendarSummary } from './calendar-summary';
import { cleanLine, cleanText } from './clean-text';
import { decodeText } from './decode-text';
import { endOfHead } from './fingerprint';
import { keepNamesApart, plainName } from './part-name';
import { wordsOf } from './plain-text';
import { readMime, type Mime, type MimeFile } from './read-mime';
import { readTnef, type TnefContent, type TnefFile } from './read-tnef';
import { withRepairedHead } from './repaired-head';

export interface Person {
  address: string;
  name: string;
}

export interface MailPart {
  name: string;
  contentType: string;
  content: Buffer;
  /** Without angle brackets. */
  contentId: string | null;
  /** The address by which HTML may name it instead (RFC 2557). */
  contentLocation: string | null;
}

/** A mail as the product reads it. Everything is clean text; addresses are checked for their form. */
export interface ParsedMail {
  messageId: string | null;
  inReplyTo: string[];
  references: string[];
  from: Person | null;
  to: Person[];
  cc: Person[];
  subject: string;
  date: Date | null;
  /** The whole text with what it quotes; made from the HTML where there is no text part. */
  text: string;
  /** As the sender wrote it, not to be shown; null when there is none, or too much of it. */
  html: string | null;
  parts: MailPart[];
  /**
   * A header's value by its lower-case name, unfolded and not decoded. Of several the last; addresses and
   * references of all of them; of what a mail has but once, the first.
   */
  header: (name: string) => string | undefined;
}

const maxHtmlLength = 1_000_000;
const maxTextLength = 500_000;
const maxUndividedBytes = 20_000;
const maxPeople = 500;
const maxParts = 500;
const limitMs = 30_000;

/** A mail of which nothing can be made, with why. */
export class UnreadableMail extends Error {}

/** A mail as it travels between threads. */
export type PlainMail = Omit<ParsedMail, 'header'> & { headers: ReadonlyMap<string, string> };

/** Reads a raw mail (RFC 5322, MIME). Throws `UnreadableMail` on one that cannot be read at all. */
export async function parseMail(raw: Buffer): Promise<ParsedMail> {
  return withHeader(await parsePlain(raw));
}

export function withHeader({ headers, ...mail }: PlainMail): ParsedMail {
  return { ...mail, header: (name) => headers.get(name) };
}

/** As `parseMail`, with its headers as a plain map. */
export async function parsePlain(raw: Buffer): Promise<PlainMail> {
  const whole = withRepairedHead(raw);
  const mime = await divided(whole);
  const headers = valuesOf(mime.headerLines);
  const header = (name: string): string | undefined => headers.get(name);
  const people = (name: string): Person[] => peopleIn(header(name));
  const ids = (name: string): string[] => messageIdsIn(header(name) ?? '');

  const isEmpty = !mime.text && !mime.html && mime.files.length === 0;
  const { parts, packed } = unpacked(mime.files.slice(0, maxParts).map(partOf));
  keepNamesApart(parts);
  const html = mime.html || packed?.html || '';
  const body = isEmpty
    ? undividedBody(whole)
    : mime.text.trim() || packed?.text || htmlAsText(html);
  const text = cleanText(body).trim() || (html ? '' : wordsFor(parts));
  return {
    messageId: ids('message-id')[0] ?? null,
    inReplyTo: ids('in-reply-to'),
    references: ids('references'),
    from: people('from')[0] ?? people('sender')[0] ?? people('reply-to')[0] ?? null,
    to: people('to'),
    cc: people('cc'),
    subject: cleanLine(mime.subject),
    date: dateIn(header('date')),
    text: text.length <= maxTextLength ? text : cutShort(text),
    html: htmlOf(html),
    parts,
    headers,
  };
}

/** The addresses in a header's value, without groups' names, without what is no address. */
export function peopleIn(value: string | undefined): Person[] {
  if (!value) return [];
  const one = value.slice(0, 60_000).replaceAll(addressBeforeAnother, ' $1 ');
  return parseAddressHeader(one, { flatten: true, decodePunycode: false })
    .value.slice(0, maxPeople)
    .map(({ address = '', name }) => ({
      address: cleanLine(address).replace(/^mailto:/i, ''),
      name: cleanLine(name, 200),
    }))
    .filter(({ address }) => looksLikeAddress(address));
}

/** `<a@b> Kim <c@d>` is one person at `c@d`: what stands before the last brackets is a name. */
const addressBeforeAnother = /<([^<>"@]*@[^<>"]*)>(?=(?:[^,;"<>]|"[^"]*")*<)/g;

const addressHeaders = new Set(
  'from sender reply-to to cc bcc delivered-to x-original-to envelope-to'.split(' '),
);
const referenceHeaders = new Set(['in-reply-to', 'references']);
const firstCounts = new Set(['message-id', 'date', 'subject', 'content-type']);

function valuesOf(lines: Mime['headerLines']): Map<string, string> {
  const all = new Map<string, string[]>();
  for (const { key, line } of lines) {
    const values = all.get(key);
    if (values) values.push(valueOf(line));
    else all.set(key, [valueOf(line)]);
  }
  return new Map([...all].map(([name, values]) => [name, oneOf(name, values)]));
}

function oneOf(name: string, values: readonly string[]): string {
  if (addressHeaders.has(name)) return values.join(', ');
  if (referenceHeaders.has(name)) return values.join(' ');
  return values.at(firstCounts.has(name) ? 0 : -1)!;
}

/** A header line without its name, unfolded. It comes with one character a byte. */
function valueOf(line: string): string {
  const value = line.slice(line.indexOf(':') + 1).replaceAll(/\r?\n(?=[ \t])/g, '');
  return cleanText(decodeText(Buffer.from(value, 'latin1'), null)).trim();
}

/** What MIME so broken that no part was found leaves to be read. */
function undividedBody(raw: Buffer): string {
  return decodeText(raw.subarray(endOfHead(raw)).subarray(0, maxUndividedBytes), null);
}

function dateIn(value: string | undefined): Date | null {
  const date = new Date(value ?? '');
  return Number.isNaN(date.getTime()) ? null : date;
}

/** For HTML of which the parser made no text: it is too large for it, or nested too deep. */
function htmlAsText(html: string): string {
  const words = wordsOf(html.slice(0, 2 * maxHtmlLength));
  return html.length <= 2 * maxHtmlLength ? words : `${words}\n\n${mailTexts.cutShort}`;
}

function htmlOf(html: string): string | null {
  if (html === '' || html.length > maxHtmlLength) return null;
  return cleanText(html);
}

function cutShort(text: string): string {
  return `${cleanText(text.slice(0, maxTextLength))}\n\n${mailTexts.cutShort}`;
}

function partOf(file: MimeFile, at: number): MailPart {
  return {
    name: nameOf(file, at),
    contentType: typeOf(file),
    content: file.content,
    contentId: file.contentId ? cleanLine(file.contentId, 250) : null,
    contentLocation: file.contentLocation ? cleanLine(file.contentLocation, 1_000) : null,
  };
}

/** Something else than text comes out of headers that are broken enough. */
function typeOf({ contentType: given }: MimeFile): string {
  const type = typeof given === 'string' ? cleanLine(given, 100).toLowerCase() : '';
  return type || 'application/octet-stream';
}

/** Outlook's winmail.dat gives way to what it holds; it stays when that is not all that is in it. */
function unpacked(parts: MailPart[]): { parts: MailPart[]; packed: TnefContent | null } {
  const at = parts.findIndex(
    ({ name, contentType }) =>
      /^application\/(vnd\.)?ms-tnef$/.test(contentType) || name.toLowerCase() === 'winmail.dat',
  );
  const packed = at < 0 ? null : readTnef(parts[at]!.content);
  if (!packed) return { parts, packed };
  const files = packed.files.map(packedFile);
  const rest = packed.isWhole ? files : [...files, parts[at]!];
  return { parts: parts.toSpliced(at, 1, ...rest).slice(0, maxParts), packed };
}

function packedFile(file: TnefFile, at: number): MailPart {
  const name = plainName(file.name) || `file-${at + 1}`;
  const given = cleanLine(file.contentType ?? '', 100).toLowerCase();
  const known = pictures[/\.(\w{3,4})$/.exec(name)?.[1]?.toLowerCase() ?? ''];
  return {
    name,
    contentType: given || (known ?? 'application/octet-stream'),
    content: file.content,
    contentId: file.contentId ? cleanLine(file.contentId, 250).replaceAll(/[<>]/g, '') : null,
    contentLocation: null,
  };
}

const pictures: Record<string, string> = {
  png: 'image/png',
  gif: 'image/gif',
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
};

/** What is said of a mail that has no words of its own. */
function wordsFor(parts: readonly MailPart[]): string {
  const types = parts.map(({ contentType }) => contentType);
  const isEncrypted = types.some((type) =>
    /^application\/(pgp-encrypted|(x-)?pkcs7-mime)$/.test(type),
  );
  if (isEncrypted) return mailTexts.encrypted;
  const invitation = parts.find(({ contentType }) => contentType === 'text/calendar');
  return (invitation && calendarSummary(invitation.content)) ?? '';
}

/** Never empty: names are shown and saved by people. */
function nameOf(file: MimeFile, at: number): string {
  const name = plainName(String(file.filename ?? ''));
  if (name !== '') return name;
  const type = typeOf(file);
  return `${type === 'message/rfc822' ? 'message' : 'part'}-${at + 1}${endings[type] ?? ''}`;
}

const endings: Record<string, string> = {
  'message/rfc822': '.eml',
  'text/calendar': '.ics',
  'application/pdf': '.pdf',
  'image/png': '.png',
  'image/jpeg': '.jpg',
};

async function divided(raw: Buffer): Promise<Mime> {
  try {
    return await withinLimit(readMime(raw, maxHtmlLength));
  } catch (cause) {
    throw new UnreadableMail(cause instanceof Error ? cause.message : String(cause), { cause });
  }
}

async function withinLimit<T>(work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(mailTexts.takesTooLong)), limitMs);
  });
  try {
    return await Promise.race([work, limit]);
  } finally {
    clearTimeout(timer);
  }
}
