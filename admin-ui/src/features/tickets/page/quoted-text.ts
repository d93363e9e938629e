/**
 * Parts a plain-text mail into what is new and the quote below it. A quote is the block of `>`
 * lines at the end, with the line above that introduces it ("On Monday Ana wrote:").
 */
export function splitQuoted(text: string): { words: string; quoted: string } {
  const lines = text.replace(/\s+$/, '').split('\n');
  let start = lines.length;
  while (start > 0 && isQuoteOrBlank(lines[start - 1]!)) start -= 1;
  if (!lines.slice(start).some((line) => line.startsWith('>'))) return { words: text, quoted: '' };
  start -= introductionLength(lines.slice(0, start));
  const words = lines.slice(0, start).join('\n').trimEnd();
  if (words === '') return { words: text, quoted: '' };
  return { words, quoted: lines.slice(start).join('\n').trim() };
}

/** How many of the last lines introduce a quote: those up to a blank line that end in a colon, at most 3. */
function introductionLength(lines: string[]): number {
  if (!lines.at(-1)?.trimEnd().endsWith(':')) return 0;
  const blank = lines.findLastIndex((line) => line.trim() === '');
  const length = lines.length - 1 - blank;
  return length <= 3 ? length : 1;
}

function isQuoteOrBlank(line: string): boolean {
  return line.startsWith('>') || line.trim() === '';
}
