import { isUtf8 } from 'node:buffer';
import { simpleParser, parseAddressHeader, type Attachment } from 'mailparser';
import { looksLikeAddress } from '../domain/mail/address';
import { mailTexts } from '../domain/mail/messages';
import { messageIdsIn } from '../domain/mail/message-id';
import { cleanLine, cleanText } from './clean-text';
import { endOfHead } from './fingerprint';

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
  to: Person[];
  cc: Person[];
  subject: string;
  date: Date | null;
  /** The whole text with what it quotes; made from the HTML where there is no text part. */
  text: string;
  /** As the sender wrote it, not to be shown; null when there is none, or too much of it. */
  html: string | null;
  parts: MailPart[];
  /** The Message-IDs that a report of a mail server is about (RFC 3464). */
  reportedIds: string[];
  /** The last value of a header by its lower-case name, unfolded and not decoded. */
  header: (name: string) => string | undefined;
}

const maxHtmlLength = 1_000_000;
const maxTextLength = 500_000;
const maxUndividedBytes = 20_000;
const maxPeople = 500;
const maxParts = 500;
const limitMs = 30_000;

/** Reads a raw mail (RFC 5322, MIME). Throws only on a mail that cannot be read at all. */
export async function parseMail(raw: Buffer): Promise<ParsedMail> {
  const parsed = await withinLimit(
    simpleParser(raw, {
      keepCidLinks: true,
      skipTextToHtml: true,
      checksumAlgo: false,
      maxHtmlLengthToParse: maxHtmlLength,
    }),
  );
  const headers = new Map<string, string>();
  for (const { key, line } of parsed.headerLines ?? []) headers.set(key, valueOf(line));
  const header = (name: string): string | undefined => headers.get(name);
  const people = (name: string): Person[] => peopleIn(header(name));
  const ids = (name: string): string[] => messageIdsIn(header(name) ?? '');

  const isEmpty = !parsed.text && !parsed.html && parsed.attachments.length === 0;
  const text = cleanText(isEmpty ? undividedBody(raw) : (parsed.text ?? '')).trim();
  return {
    messageId: ids('message-id')[0] ?? null,
    inReplyTo: ids('in-reply-to'),
    references: ids('references'),
    from: people('from')[0] ?? people('sender')[0] ?? people('reply-to')[0] ?? null,
    to: people('to'),
    cc: people('cc'),
    subject: cleanLine(parsed.subject ?? ''),
    date: dateIn(header('date')),
    text: text.length <= maxTextLength ? text : cutShort(text),
    html: htmlOf(parsed.html),
    parts: parsed.attachments.slice(0, maxParts).map(partOf),
    reportedIds: reportedIdsIn(parsed.attachments),
    header,
  };
}

/** The addresses in a header's value, without groups' names, without what is no address. */
export function peopleIn(value: string | undefined): Person[] {
  if (!value) return [];
  return parseAddressHeader(value.slice(0, 60_000), { flatten: true, decodePunycode: false })
    .value.slice(0, maxPeople)
    .map(({ address, name }) => ({ address: cleanLine(address ?? ''), name: cleanLine(name, 200) }))
    .filter(({ address }) => looksLikeAddress(address));
}

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

function dateIn(value: string | undefined): Date | null {
  const date = new Date(value ?? '');
  return Number.isNaN(date.getTime()) ? null : date;
}

function htmlOf(html: string | false | undefined): string | null {
  if (!html || html.length > maxHtmlLength) return null;
  return cleanText(html);
}

function cutShort(text: string): string {
  return `${cleanText(text.slice(0, maxTextLength))}\n\n${mailTexts.cutShort}`;
}

function partOf(part: Attachment, at: number): MailPart {
  const contentId = part.cid ? cleanLine(part.cid, 250) : null;
  return {
    name: nameOf(part, at),
    contentType: cleanLine(part.contentType || 'application/octet-stream', 100).toLowerCase(),
    content: part.content,
    inline: contentId !== null && (part.related === true || part.contentDisposition === 'inline'),
    contentId,
  };
}

/** The last part of a path, never hidden, never empty: names are shown and saved by people. */
function nameOf(part: Attachment, at: number): string {
  const given = cleanLine(part.filename ?? '', 200)
    .split(/[\\/]/)
    .at(-1)!;
  const name = given.replace(/^\.+/, '').trim();
  if (name !== '') return name;
  return part.contentType === 'message/rfc822' ? `message-${at + 1}.eml` : `part-${at + 1}`;
}

function reportedIdsIn(parts: readonly Attachment[]): string[] {
  return parts
    .filter(({ contentType }) => /^(message\/rfc822|text\/rfc822-headers)$/i.test(contentType))
    .flatMap(({ content }) => {
      const head = content.toString('latin1', 0, 20_000).split(/\r?\n\r?\n/)[0]!;
      const found = /^(?:x-)?message-id:\s*(<[^<>\s]+>)/im.exec(head);
      return found ? [found[1]!] : [];
    });
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
