import { isUtf8 } from 'node:buffer';
import {
  simpleParser,
  parseAddressHeader,
  type Attachment,
  type ParsedMail as MailParsed,
} from 'mailparser';
import { domainOf, looksLikeAddress } from '../domain/mail/address';
import { mailTexts } from '../domain/mail/messages';
import { messageIdsIn } from '../domain/mail/message-id';
import { calendarSummary } from './calendar-summary';
import { cleanLine, cleanText } from './clean-text';
import { endOfHead } from './fingerprint';
import { wordsOf } from './plain-text';
import { readTnef, type TnefContent } from './read-tnef';

export interface Person {
  address: string;
  name: string;
}

export interface MailPart {
  name: string;
  contentType: string;
  content: Buffer;
  /** Shown inside the text, not below it. */
  inline: boolean;
  /** Without angle brackets. */
  contentId: string | null;
}

/** A mail as the product reads it. Everything is clean text; addresses are checked for their form. */
export interface ParsedMail {
  messageId: string | null;
  inReplyTo: string[];
  references: string[];
  from: Person | null;
  /** Of every address in From: there may be several, of which one is shown. */
  fromDomains: string[];
  to: Person[];
  cc: Person[];
  subject: string;
  date: Date | null;
  /** The whole text with what it quotes; made from the HTML where there is no text part. */
  text: string;
  /** As the sender wrote it, not to be shown; null when there is none, or too much of it. */
  html: string | null;
  parts: MailPart[];
  /** The last value of a header by its lower-case name, unfolded and not decoded. */
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
  const parsed = await divided(raw);
  const headers = new Map<string, string>();
  for (const { key, line } of parsed.headerLines ?? []) headers.set(key, valueOf(line));
  const header = (name: string): string | undefined => headers.get(name);
  const people = (name: string): Person[] => peopleIn(header(name));
  const ids = (name: string): string[] => messageIdsIn(header(name) ?? '');

  const isEmpty = !parsed.text && !parsed.html && parsed.attachments.length === 0;
  const { parts, packed } = unpacked(parsed.attachments.slice(0, maxParts).map(partOf));
  keepNamesApart(parts);
  const html = parsed.html || packed?.html || '';
  const body = isEmpty
    ? undividedBody(raw)
    : parsed.text?.trim() || packed?.text || htmlAsText(html);
  const readable = hasLyingCharset(body, header) ? undividedBody(raw) : body;
  const text = cleanText(readable).trim() || (html ? '' : wordsFor(parts));
  return {
    messageId: ids('message-id')[0] ?? null,
    inReplyTo: ids('in-reply-to'),
    references: ids('references'),
    from: people('from')[0] ?? people('sender')[0] ?? people('reply-to')[0] ?? null,
    fromDomains: people('from').map(({ address }) => domainOf(address)),
    to: people('to'),
    cc: people('cc'),
    subject: cleanLine(String(parsed.subject ?? '')),
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
    .map(({ address, name }) => ({ address: cleanLine(address ?? ''), name: cleanLine(name, 200) }))
    .filter(({ address }) => looksLikeAddress(address));
}

/** `<a@b> Kim <c@d>` is one person at `c@d`: what stands before the last brackets is a name. */
const addressBeforeAnother = /<([^<>"@]*@[^<>"]*)>(?=(?:[^,;"<>]|"[^"]*")*<)/g;

/** A header line without its name, unfolded. It comes with one character a byte. */
function valueOf(line: string): string {
  const value = line.slice(line.indexOf(':') + 1).replaceAll(/\r?\n(?=[ \t])/g, '');
  return cleanText(decoded(Buffer.from(value, 'latin1'))).trim();
}

/** UTF-8 (RFC 6532), or Latin-1 where the bytes are not UTF-8. */
function decoded(bytes: Buffer): string {
  return isUtf8(bytes) ? bytes.toString('utf8') : bytes.toString('latin1');
}

/** What MIME so broken that no part was found leaves to be read. */
function undividedBody(raw: Buffer): string {
  return decoded(raw.subarray(endOfHead(raw), endOfHead(raw) + maxUndividedBytes));
}

/** One plain part whose bytes are not of the charset that it names; those bytes are read as they are. */
function hasLyingCharset(text: string, header: (name: string) => string | undefined): boolean {
  if (!text.includes('\ufffd')) return false;
  const isPlain = /^(text\/plain\b|$)/i.test(header('content-type') ?? '');
  return isPlain && !/base64|quoted-printable/i.test(header('content-transfer-encoding') ?? '');
}

/** `a.png` and `a.png` become `a.png` and `a (2).png`, as a folder would have them. */
function keepNamesApart(parts: MailPart[]): void {
  const seen = new Map<string, number>();
  for (const part of parts) {
    const times = (seen.get(part.name) ?? 0) + 1;
    seen.set(part.name, times);
    if (times > 1) part.name = part.name.replace(/(\.[^.]*)?$/, (ending) => ` (${times})${ending}`);
  }
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

function partOf(part: Attachment, at: number): MailPart {
  const contentId = part.cid ? cleanLine(String(part.cid), 250) : null;
  return {
    name: nameOf(part, at),
    contentType: typeOf(part),
    content: part.content,
    inline: contentId !== null && (part.related === true || part.contentDisposition === 'inline'),
    contentId,
  };
}

/** Something else than text comes out of headers that are broken enough. */
function typeOf({ contentType }: Attachment): string {
  const given: unknown = contentType;
  const type = typeof given === 'string' ? cleanLine(given, 100).toLowerCase() : '';
  return type || 'application/octet-stream';
}

/** Outlook's winmail.dat gives way to what it holds; one that cannot be read stays as it is. */
function unpacked(parts: MailPart[]): { parts: MailPart[]; packed: TnefContent | null } {
  const at = parts.findIndex(
    ({ name, contentType }) =>
      /^application\/(vnd\.)?ms-tnef$/.test(contentType) || name.toLowerCase() === 'winmail.dat',
  );
  const packed = at < 0 ? null : readTnef(parts[at]!.content);
  if (!packed) return { parts, packed };
  const files = packed.files.map(({ name, content }, index) => ({
    name: plainName(name) || `file-${index + 1}`,
    contentType: 'application/octet-stream',
    content,
    inline: false,
    contentId: null,
  }));
  return { parts: parts.toSpliced(at, 1, ...files).slice(0, maxParts), packed };
}

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

/** The last part of a path, never hidden, never empty: names are shown and saved by people. */
function nameOf(part: Attachment, at: number): string {
  const name = plainName(String(part.filename ?? ''));
  if (name !== '') return name;
  const type = typeOf(part);
  return `${type === 'message/rfc822' ? 'message' : 'part'}-${at + 1}${endings[type] ?? ''}`;
}

const endings: Record<string, string> = {
  'message/rfc822': '.eml',
  'text/calendar': '.ics',
  'application/pdf': '.pdf',
  'image/png': '.png',
  'image/jpeg': '.jpg',
};

function plainName(given: string): string {
  const last = cleanLine(given.replaceAll(directionMarks, ''), 200).split(/[\\/]/).at(-1)!;
  return last.replace(/^\.+/, '').trim();
}

/** They turn the letters behind them around, so that `exe.txt` is read where `txt.exe` stands. */
const directionMarks = /[\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

async function divided(raw: Buffer): Promise<MailParsed> {
  try {
    return await withinLimit(
      simpleParser(raw, {
        keepCidLinks: true,
        skipTextToHtml: true,
        checksumAlgo: false,
        maxHtmlLengthToParse: maxHtmlLength,
      }),
    );
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
