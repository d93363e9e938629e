import { isBlank, type MailLine } from './mail-lines';

const longestSignature = 30;
const longestUnsure = 12;
const postscript = /^\s*p\.?\s?s\.?\s*:?\s/i;

/** What phones and mail services put below a mail: that it was sent, and with what. */
const sent =
  /^(sent (from|via|with|using)|get outlook|von meine[mr]|gesendet (von|mit|über|aus)|diese nachricht wurde (von|mit)|envoyé (de|depuis|à partir de)|enviado (desde|do|de|a partir do)|inviato da|verstuurd (vanaf|met)|verzonden (vanaf|vanuit|met)|skickat från|sendt fra|wysłane z|obtenir outlook|outlook für)\b/i;
const device =
  /\b(iphone|ipad|ipod|android|samsung|galaxy|huawei|xiaomi|pixel|blackberry|nokia|windows|mobile|móvil|handy|smartphone|mail|gmail|outlook|yahoo|proton|aol|gmx|web\.de|fastmail|tutanota|zoho|spark|k-9|thunderbird)\b/i;
const longestDeviceLine = 120;

/**
 * Where the signature at the end of the first `end` lines begins; `end` when there is none: what mail
 * programs mark, what stands below `-- ` (RFC 3676, 4.3), and `Sent from my iPhone`.
 */
export function signatureStart(lines: readonly MailLine[], end: number): number {
  let start = end;
  for (const find of [deviceStart, markedStart, delimitedStart, deviceStart]) {
    const found = find(lines, start);
    if (lines.slice(0, found).some((line) => !isBlank(line))) start = found;
  }
  return start;
}

function markedStart(lines: readonly MailLine[], end: number): number {
  const last = lines.findLastIndex((line, at) => at < end && !isSignatureOrBlank(line));
  const first = lines.findIndex((line, at) => at > last && line.kind === 'signature');
  return first < 0 || first >= end ? end : first;
}

function isSignatureOrBlank(line: MailLine): boolean {
  return line.kind === 'signature' || isBlank(line);
}

function delimitedStart(lines: readonly MailLine[], end: number): number {
  const from = Math.max(0, end - longestSignature);
  const at = lines.findLastIndex(
    ({ text, kind }, index) =>
      index >= from &&
      index < end &&
      kind !== 'quoted' &&
      (text === '-- ' || (text.trim() === '--' && end - index <= longestUnsure)),
  );
  if (at < 0) return end;
  const below = lines.slice(at + 1, end);
  const isOwn = below.some(({ text, kind }) => kind === 'quoted' || postscript.test(text));
  return isOwn ? end : at;
}

function deviceStart(lines: readonly MailLine[], end: number): number {
  const at = lines.findLastIndex((line, index) => index < end && !isBlank(line));
  const line = lines[at];
  if (!line || line.kind === 'quoted') return end;
  const text = line.text.trim();
  const isDevice = text.length <= longestDeviceLine && sent.test(text) && device.test(text);
  return isDevice ? at : end;
}
