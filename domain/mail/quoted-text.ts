/** A mail's text in two: what was written now, and what it quotes from before. Nothing is lost. */
export interface SplitText {
  own: string;
  quoted: string;
}

/**
 * Finds where a reply begins to quote: a line such as `On … wrote:`, Outlook's header block, or
 * quoted lines to the end. When nothing of one's own would be left, all of it counts as one's own.
 */
export function splitQuoted(text: string): SplitText {
  const lines = text.split('\n');
  const quotedToTheEnd = lines.findLastIndex((line) => !/^\s*(>|$)/.test(line)) + 1;
  const introduced = lines.findIndex((_, at) => introducesQuote(lines, at));
  const starts = introduced < 0 ? quotedToTheEnd : Math.min(introduced, quotedToTheEnd);
  if (!lines.slice(starts).some((line) => line.trim() !== '')) return { own: text, quoted: '' };

  const own = lines.slice(0, starts).join('\n').trimEnd();
  if (own.trim() === '') return { own: text, quoted: '' };
  return { own, quoted: lines.slice(starts).join('\n').trim() };
}

const separators = [
  /^-{2,}\s*(original message|ursprüngliche nachricht|message d'origine|mensaje original|messaggio originale)\s*-{2,}$/i,
  /^_{20,}$/,
];
const headerLine = /^\*?(from|von|de|da|van)\s*:\*?\s+\S/i;
const secondHeaderLine =
  /^\*?(sent|date|to|gesendet|datum|an|envoyé|à|enviado|para|inviato|a|verzonden|aan)\s*:/i;
const wrote = /(wrote|schrieb.*|a écrit|escribió|ha scritto|schreef.*)\s*:\s*$/i;
const attribution = /^(on|am|le|el|il|op)\s/i;

function introducesQuote(lines: readonly string[], at: number): boolean {
  const line = lines[at]!.trim();
  if (separators.some((pattern) => pattern.test(line))) return true;
  if (headerLine.test(line)) {
    return lines.slice(at + 1, at + 5).some((next) => secondHeaderLine.test(next.trim()));
  }
  // Mail programs break the attribution over up to three lines.
  if (attribution.test(line) && line.length < 300) {
    const together = lines.slice(at, at + 3).map((next) => next.trim());
    if ([1, 2, 3].some((count) => wrote.test(together.slice(0, count).join(' ')))) return true;
  }
  return false;
}
