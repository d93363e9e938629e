import { decompressRtf } from './decompress-rtf';
import { readRtf } from './read-rtf';

/** What Outlook packed into a winmail.dat (application/ms-tnef). */
export interface TnefContent {
  files: TnefFile[];
  text: string | null;
  html: string | null;
  /** Nothing else is in it: no mail within the mail, nothing that was cut off. */
  isWhole: boolean;
}

export interface TnefFile {
  name: string;
  content: Buffer;
  contentType: string | null;
  contentId: string | null;
}

const signature = 0x223e9f78;
const maxFiles = 500;

/**
 * Reads the attributes of a TNEF stream ([MS-OXTNEF], 2.1) as far as they are whole: files with their
 * long names, and the body where it is plain text, HTML or RTF. Null when it is no TNEF at all.
 */
export function readTnef(raw: Buffer): TnefContent | null {
  if (raw.length < 6 || raw.readUInt32LE(0) !== signature) return null;
  const found: TnefContent = { files: [], text: null, html: null, isWhole: true };
  let file: TnefFile | undefined;
  let rtf: Buffer | undefined;
  let end = 6;

  for (const { id, data, next } of attributesOf(raw)) {
    end = next;
    if (id === attribute.beginFile) {
      if (found.files.length >= maxFiles) break;
      file = { name: '', content: Buffer.alloc(0), contentType: null, contentId: null };
      found.files.push(file);
    } else if (id === attribute.body) found.text ??= text8(data);
    else if (id === attribute.messageProperties) {
      const properties = propertiesOf(data);
      found.text ??= asText(properties.get(property.body));
      found.html ??= asText(properties.get(property.html));
      rtf ??= properties.get(property.rtf)?.data;
    } else if (!file) continue;
    else if (id === attribute.fileTitle) file.name ||= text8(data);
    else if (id === attribute.fileData) file.content = Buffer.from(data);
    else if (id === attribute.fileProperties) describe(file, propertiesOf(data));
  }
  const files = found.files.filter(({ content }) => content.length > 0);
  const isWhole = raw.length - end < shortestAttribute && files.length === found.files.length;
  return withRtf({ ...found, files, isWhole }, rtf);
}

function describe(file: TnefFile, properties: Map<number, Value>): void {
  const data = properties.get(property.fileData);
  file.name = asText(properties.get(property.longName)) || file.name;
  file.contentType = asText(properties.get(property.mimeType));
  file.contentId = asText(properties.get(property.contentId));
  // Of another type it is a mail, or an object of a program.
  if (data?.type === binary && file.content.length === 0) file.content = Buffer.from(data.data);
}

/** RTF counts where there are no other words. */
function withRtf(found: TnefContent, data: Buffer | undefined): TnefContent {
  if (!data || found.text?.trim() || found.html?.trim()) return found;
  const rtf = decompressRtf(data);
  if (rtf === null) return { ...found, isWhole: false };
  const { text, html } = readRtf(rtf);
  return { ...found, text, html };
}

const attribute = {
  body: 0x800c,
  messageProperties: 0x9003,
  beginFile: 0x9002,
  fileTitle: 0x8010,
  fileData: 0x800f,
  fileProperties: 0x9005,
} as const;

/** [MS-OXPROPS] */
const property = {
  body: 0x1000,
  rtf: 0x1009,
  html: 0x1013,
  fileData: 0x3701,
  longName: 0x3707,
  mimeType: 0x370e,
  contentId: 0x3712,
} as const;

const shortestAttribute = 9;

/** Level, id, type, length, data, checksum; what is cut off is left out. */
function* attributesOf(raw: Buffer): Generator<{ id: number; data: Buffer; next: number }> {
  let at = 6;
  while (at + shortestAttribute <= raw.length) {
    const id = raw.readUInt16LE(at + 1);
    const length = raw.readUInt32LE(at + 5);
    const begin = at + 9;
    if (begin + length > raw.length) return;
    const next = begin + length + 2;
    yield { id, data: raw.subarray(begin, begin + length), next };
    at = next;
  }
}

type Value = { type: number; data: Buffer };

/** MAPI properties ([MS-OXTNEF], 2.1.3.4), the first value of each; as far as they are whole. */
function propertiesOf(data: Buffer): Map<number, Value> {
  const found = new Map<number, Value>();
  const reader = new Reader(data);
  try {
    const count = reader.number();
    for (let one = 0; one < count; one += 1) {
      const type = reader.short();
      const id = reader.short();
      if (id >= 0x8000) skipName(reader);
      const isMany = (type & 0x1000) !== 0;
      const plain = type & 0x0fff;
      const size = fixedSizes[plain];
      const values = isMany || size === undefined ? reader.number() : 1;
      for (let value = 0; value < values; value += 1) {
        const bytes = reader.bytes(size ?? reader.number());
        if (value === 0) found.set(id, { type: plain, data: bytes });
      }
    }
  } catch (error) {
    if (!(error instanceof EndOfData)) throw error;
  }
  return found;
}

function skipName(reader: Reader): void {
  reader.bytes(16);
  const isText = reader.number() === 1;
  if (isText) reader.bytes(reader.number());
  else reader.number();
}

/** In bytes, before they are filled up to four; types that are not here say their length. */
const fixedSizes: Record<number, number> = {
  0x02: 2,
  0x03: 4,
  0x04: 4,
  0x05: 8,
  0x06: 8,
  0x07: 8,
  0x0a: 4,
  0x0b: 2,
  0x14: 8,
  0x40: 8,
  0x48: 16,
};

const unicode = 0x1f;
const binary = 0x102;

class EndOfData extends Error {}

/** Reads on from where it is; throws `EndOfData` where nothing is left. */
class Reader {
  #at = 0;
  constructor(readonly data: Buffer) {}

  short(): number {
    return this.#take(2, 2).readUInt16LE();
  }

  number(): number {
    return this.#take(4, 4).readUInt32LE();
  }

  /** Values are filled up to a multiple of four. */
  bytes(length: number): Buffer {
    return this.#take(length, Math.ceil(length / 4) * 4);
  }

  #take(length: number, step: number): Buffer {
    const begin = this.#at;
    if (begin + length > this.data.length) throw new EndOfData();
    this.#at += step;
    return this.data.subarray(begin, begin + length);
  }
}

function asText(value: Value | undefined): string | null {
  if (!value) return null;
  if (value.type === unicode) return value.data.toString('utf16le').replace(/\0+$/, '');
  return text8(value.data);
}

/** Old strings have the code page of their writer, nearly always Windows-1252 or UTF-8. */
function text8(data: Buffer): string {
  const end = data.indexOf(0);
  const bytes = end < 0 ? data : data.subarray(0, end);
  const text = bytes.toString('utf8');
  return text.includes('\ufffd') ? new TextDecoder('windows-1252').decode(bytes) : text;
}
