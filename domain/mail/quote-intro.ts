import { isBlank, type MailLine } from './mail-lines';

/** How a mail program introduces what it quotes, by the languages that we know. */
const wrote =
  /\b(wrote|writes|schrieb|schreibt|a écrit|escribió|ha scritto|schreef|escreveu|skrev|napisał\(?a?\)?)(?![\w])|написал|写道|が書きました/i;
const opening =
  /^(on|am|le|el|il|op|em|den|w dniu|dnia|\d|"?[^<>]{1,80}<[^<>\s@]+@[^<>\s@]+>)[\s,]/i;
const longestLine = 300;
const mostLines = 4;

/**
 * How many lines from `at` on are an attribution such as `On … wrote:`; 0: none. A `sure` one has also
 * a date with digits, and an address or a time of day.
 */
export function attributionLength(
  lines: readonly MailLine[],
  at: number,
  { sure }: { sure: boolean },
): number {
  const first = lines[at]!.text;
  if (first.length > longestLine || !opening.test(`${first.trim()} `)) return 0;
  let together = '';
  for (let count = 1; count <= mostLines; count += 1) {
    const line = lines[at + count - 1];
    if (!line || line.kind !== 'text' || isBlank(line) || line.text.length > longestLine) return 0;
    together = `${together} ${line.text.trim()}`.trim();
    if (!/[:：]$/.test(together) || !wrote.test(together)) continue;
    const isDated = /\d/.test(together) && /@|\d{1,2}[:.h]\d{2}/.test(together);
    return !sure || isDated ? count : 0;
  }
  return 0;
}

/** `Ana wrote:`, `Ana Ruiz schrieb am 23.11.2026:` */
export function isShortAttribution({ text, kind }: MailLine): boolean {
  const line = text.trim();
  return kind === 'text' && line.length <= 200 && /[:：]$/.test(line) && wrote.test(line);
}

const fields: Record<string, RegExp> = {
  from: /^(from|von|de|da|van|från|fra|od|от|发件人|差出人)$/i,
  sent: /^(sent|date|gesendet|datum|envoyé|enviado( el)?|fecha|enviada em|data|inviato|verzonden|skickat|sendt|wysłano|отправлено|发送时间|送信日時)$/i,
  to: /^(to|an|à|a|para|aan|till|til|do|кому|收件人|宛先)$/i,
  subject:
    /^(subject|betreff|objet|asunto|assunto|oggetto|onderwerp|ämne|emne|temat|тема|主题|件名)$/i,
};
const mostHeadLines = 12;

/**
 * How many lines from `at` on are the head of a mail (`From: Sent: To: Subject:`) as Outlook writes it; 0:
 * none. A `sure` one names an address and a time of day, as forms that people fill in do not.
 */
export function headLength(
  lines: readonly MailLine[],
  at: number,
  { sure }: { sure: boolean },
): number {
  let field = fieldOf(lines[at]!);
  if (field !== 'from' && field !== 'sent') return 0;
  const found = new Map<string, string>();
  let count = 0;
  while (count < mostHeadLines) {
    const line = lines[at + count];
    if (!line || isBlank(line)) break;
    field = fieldOf(line) ?? field;
    found.set(field, `${found.get(field) ?? ''} ${line.text.slice(0, longestLine)}`);
    count += 1;
  }
  if (!found.has('from') || !found.has('sent') || found.size < 3) return 0;
  const isSure = found.get('from')!.includes('@') && timeOfDay.test(found.get('sent')!);
  return !sure || isSure ? count : 0;
}

/** `9:12`, `09.12`, `9h12`, `9 AM`, but not the beginning of `23.11.2026`. */
const timeOfDay = /(?<![\d.])\d{1,2}([:.h]\d{2}(?![.\d])|[:.]\d{2}:\d{2}|\s?[ap]\.?m\b)/i;

function fieldOf({ text, kind }: MailLine): string | undefined {
  if (kind !== 'text' && kind !== 'head') return undefined;
  const name = /^\s*\*?([^\s:*：][^:*：]{0,20}?)\*?\s*[:：]/.exec(text)?.[1];
  if (name === undefined) return undefined;
  return Object.keys(fields).find((field) => fields[field]!.test(name));
}

const original =
  /^[-‐–—_]{2,}\s*(original message|original appointment|ursprüngliche nachricht|originalnachricht|message d'origine|message d’origine|message original|mensaje original|messaggio originale|mensagem original|oorspronkelijk bericht)\s*[-‐–—_]{2,}$/i;
const forwarded =
  /^(-{2,}\s*(forwarded message|weitergeleitete nachricht|message transféré|mensaje reenviado|messaggio inoltrato|doorgestuurd bericht).*|begin forwarded message:|anfang der weitergeleiteten nachricht:)$/i;

/** `-----Original Message-----`, or a line across. */
export function isSeparator(line: MailLine): boolean {
  return line.kind === 'rule' || original.test(line.text.trim());
}

/** What follows was not answered but is shown to us; that is what the mail is about. */
export function isForwardedMark({ text }: MailLine): boolean {
  return forwarded.test(text.trim());
}
