/**
 * Parts a plain-text mail into what is new and the quote below it. A quote is the block of `>`
 * lines at the end, with the line above that introduces it ("On Monday Ana wrote:").
 */
export function splitQuoted(text: string): { words: string; quoted: string } {
  const lines = text.replace(/\s+$/, '').split('\n');
  let start = lines.length;
  while (start > 0 && isQuoteOrBlank(lines[start - 1]!)) start -= 1;
  if (!lines.slice(start).some((line) => line.startsWith('>'))) return { words: text, quoted: '' };
  // An introduction may be folded over two lines.
  for (const length of [1, 2]) {
    const introduction = lines
      .slice(Math.max(0, start - length), start)
      .join(' ')
      .trim();
    if (introduction.endsWith(':') && introduction.length < 200) {
      start = Math.max(0, start - length);
      break;
    }
  }
  const words = lines.slice(0, start).join('\n').trimEnd();
  if (words === '') return { words: text, quoted: '' };
  return { words, quoted: lines.slice(start).join('\n').trim() };
}

function isQuoteOrBlank(line: string): boolean {
  return line.startsWith('>') || line.trim() === '';
}
