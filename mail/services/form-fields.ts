import { notReadable, type ServiceRequest } from './service-mail';

/** The first value of each field of a form. */
export type FormFields = ReadonlyMap<string, Buffer>;

const mostParts = 1_000;

/**
 * The fields of a form (multipart, RFC 7578, or urlencoded) as bytes: a mail need not be text in any
 * one charset, and must stay as it is.
 */
export function readForm({ header, body }: ServiceRequest): FormFields {
  const type = header('content-type') ?? '';
  if (/^application\/x-www-form-urlencoded\b/i.test(type)) return readUrlencoded(body);
  const boundary = /^multipart\/form-data\b.*?;\s*boundary=(?:"([^"]+)"|([^\s;"]+))/i.exec(type);
  if (!boundary) throw notReadable('it is no form');
  return readMultipart(body, (boundary[1] ?? boundary[2])!);
}

/** The text of a field; empty where there is none. */
export function textOf(fields: FormFields, name: string): string {
  return fields.get(name)?.toString('utf8') ?? '';
}

function readMultipart(body: Buffer, boundary: string): FormFields {
  const fields = new Map<string, Buffer>();
  const delimiter = Buffer.from(`\r\n--${boundary}`);
  const first = body.indexOf(delimiter.subarray(2));
  let start = first === -1 ? -1 : first + delimiter.length - 2;
  for (let parts = 0; start !== -1 && parts < mostParts; parts += 1) {
    if (body.toString('latin1', start, start + 2) === '--') return fields;
    const end = body.indexOf(delimiter, start);
    const endOfHead = body.indexOf('\r\n\r\n', start);
    if (end === -1 || endOfHead === -1 || endOfHead > end) break;
    const name = nameOf(body.toString('utf8', start, endOfHead));
    if (name !== null && !fields.has(name)) fields.set(name, body.subarray(endOfHead + 4, end));
    start = end + delimiter.length;
  }
  throw notReadable('the form ends too early');
}

function nameOf(head: string): string | null {
  const disposition = /^content-disposition:\s*form-data\b(.*)$/im.exec(head)?.[1] ?? '';
  const name = /;\s*name=(?:"([^"]*)"|([^\s;"]+))/i.exec(disposition);
  return name ? (name[1] ?? name[2])! : null;
}

function readUrlencoded(body: Buffer): FormFields {
  const fields = new Map<string, Buffer>();
  let start = 0;
  for (let parts = 0; start < body.length && parts < mostParts; parts += 1) {
    const next = body.indexOf('&', start);
    const end = next === -1 ? body.length : next;
    const equals = body.indexOf('=', start);
    const split = equals === -1 || equals > end ? end : equals;
    const name = unescaped(body.subarray(start, split)).toString('utf8');
    if (!fields.has(name)) fields.set(name, unescaped(body.subarray(split + 1, end)));
    start = end + 1;
  }
  return fields;
}

/** The bytes that `+` and `%XX` stand for. */
function unescaped(escaped: Buffer): Buffer {
  const bytes = Buffer.allocUnsafe(escaped.length);
  let length = 0;
  for (let at = 0; at < escaped.length; at += 1) {
    let byte = escaped[at]!;
    if (byte === 0x2b) byte = 0x20;
    else if (byte === 0x25) {
      const hex = escaped.toString('latin1', at + 1, at + 3);
      if (/^[\da-f]{2}$/i.test(hex)) {
        byte = Number.parseInt(hex, 16);
        at += 2;
      }
    }
    bytes[length] = byte;
    length += 1;
  }
  return bytes.subarray(0, length);
}
