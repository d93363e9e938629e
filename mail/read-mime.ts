import { Transform, type TransformCallback } from 'node:stream';
import { MailParser, type AttachmentStream, type HeaderLines, type Headers } from 'mailparser';
import { plainHtml } from '../domain/mail/plain-html';
import { decodeHtml, decodeText } from './decode-text';
import { uudecoded } from './uudecode';

/** A part that is a file; what is not known of it is undefined. */
export interface MimeFile {
  filename: string | undefined;
  contentType: unknown;
  content: Buffer;
  contentId: string | undefined;
  contentLocation: string | undefined;
}

/** What MIME is made of. Texts of several parts are put together in their order. */
export interface Mime {
  headerLines: HeaderLines;
  subject: string;
  text: string;
  html: string;
  files: MimeFile[];
}

/** Reads MIME (RFC 2045 to 2049). HTML of more than `maxHtmlLength` letters is not made text. */
export async function readMime(raw: Buffer, maxHtmlLength: number): Promise<Mime> {
  const parser = new PartParser({ checksumAlgo: false, maxHtmlLengthToParse: maxHtmlLength });
  const mime: Mime = { headerLines: [], subject: '', text: '', html: '', files: [] };
  parser.end(raw);
  for await (const part of parser as AsyncIterable<Awaited<ReturnType<MailParser['read']>>>) {
    if (part?.type === 'attachment') mime.files.push(await fileOf(part));
    else if (part?.type === 'text') Object.assign(mime, { text: part.text, html: part.html });
  }
  const subject: unknown = parser.headers && parser.headers.get('subject');
  return {
    headerLines: parser.headerLines || [],
    subject: typeof subject === 'string' ? subject : '',
    text: mime.text || '',
    html: mime.html || '',
    files: [...mime.files, ...parser.namedTexts()],
  };
}

async function fileOf(part: AttachmentStream): Promise<MimeFile> {
  const chunks: Buffer[] = [];
  for await (const chunk of part.content) chunks.push(chunk as Buffer);
  part.release?.();
  const content = Buffer.concat(chunks);
  return {
    filename: part.filename,
    contentType: part.contentType,
    content: isUuencoded(part.headers) ? uudecoded(content) : content,
    contentId: part.cid,
    contentLocation: locationIn(part.headers),
  };
}

function isUuencoded(headers: Headers): boolean {
  const encoding = String(headers.get('content-transfer-encoding') ?? '');
  return /^\s*(x-)?uu(e|encode)?\s*$/i.test(encoding);
}

function locationIn(headers: Headers): string | undefined {
  const value: unknown = headers.get('content-location');
  return typeof value === 'string' ? value : undefined;
}

/** As much of the parser's own parts as is used here; its types do not have them. */
interface ParserNode {
  node: { parentNode?: { contentType?: string | false }; filename?: string | false };
  headers: Headers;
  root?: boolean;
  contentType: string | false;
  disposition?: string;
  isAttachment?: boolean;
  charset?: string;
  decoder?: NodeJS.ReadableStream;
}

interface ParserInside {
  createNode(data: { disposition?: string | false }): ParserNode;
}

const Parser = MailParser as unknown as new (
  ...options: ConstructorParameters<typeof MailParser>
) => MailParser & ParserInside;

interface TextPart {
  part: ParserNode;
  charset: string | null;
  isNamed: boolean;
  /** Of a named one only. */
  bytes: Buffer[];
}

/**
 * The parser with charsets of ours: it gives U+FFFD for what is not of the charset that a part names,
 * and reads only some. Each text part gets a name of its own instead of its charset, by which the
 * parser asks for what decodes it.
 */
class PartParser extends Parser {
  readonly #texts: TextPart[] = [];

  /** Text that is shown among the words, but came as a file with a name. */
  namedTexts(): MimeFile[] {
    return this.#texts
      .filter(({ isNamed }) => isNamed)
      .map(({ part, bytes }) => ({
        filename: part.node.filename || undefined,
        contentType: part.contentType,
        content: contentOf(part, bytes),
        contentId: undefined,
        contentLocation: undefined,
      }));
  }

  override createNode(data: { disposition?: string | false }): ParserNode {
    const part = super.createNode(data);
    if (!part.decoder || part.isAttachment) return part;
    const bytes: Buffer[] = [];
    const isNamed = isFile(part, data.disposition === 'inline', this.#texts.length === 0);
    if (isNamed) part.decoder.on('data', (chunk: Buffer) => bytes.push(chunk));
    this.#texts.push({ part, charset: part.charset ?? null, isNamed, bytes });
    part.charset = `part-${this.#texts.length}`;
    return part;
  }

  getDecoder(): { decodeStream: (name: string) => Transform } {
    return {
      decodeStream: (name) => {
        const { part, charset } = this.#texts[Number(name.slice('part-'.length)) - 1]!;
        const read = part.contentType === 'text/html' ? decodeHtml : decodeText;
        return new WholeText((bytes) => read(contentOf(part, [bytes]), charset));
      },
    };
  }

  /** Plain text between parts of HTML. */
  override textToHtml(text: string): string {
    return `<p>${plainHtml(text)}</p>`;
  }
}

/** The words of a mail may have a name as well: its only text, its first, the choices of one text. */
function isFile(part: ParserNode, isInline: boolean, isFirst: boolean): boolean {
  if (!part.node.filename || part.root) return false;
  const parent = part.node.parentNode?.contentType;
  return parent !== 'multipart/alternative' && (isInline || !isFirst);
}

function contentOf({ headers }: ParserNode, bytes: readonly Buffer[]): Buffer {
  const content = Buffer.concat(bytes);
  return isUuencoded(headers) ? uudecoded(content) : content;
}

/** A charset is told by all of the bytes. */
class WholeText extends Transform {
  readonly #bytes: Buffer[] = [];

  constructor(readonly decodeBytes: (bytes: Buffer) => string) {
    super();
  }

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    this.#bytes.push(chunk);
    done();
  }

  override _flush(done: TransformCallback): void {
    done(null, this.decodeBytes(Buffer.concat(this.#bytes)));
  }
}
