import { convert } from 'html-to-text';

/** HTML as text for people: paragraphs, lists and links stay readable. */
export function plainText(html: string): string {
  return convert(html, { wordwrap: false, limits: { maxInputLength: 1_000_000, maxDepth: 200 } });
}

/**
 * The words of HTML that is too large, or nested too deep, to be read properly: without tags, and
 * without styles and scripts. It takes the same time for every character.
 */
export function wordsOf(html: string): string {
  const lower = html.replaceAll(/[A-Z]+/g, (letters) => letters.toLowerCase());
  const words: string[] = [];
  for (let at = 0; at < html.length;) {
    const open = lower.indexOf('<', at);
    words.push(html.slice(at, open < 0 ? html.length : open));
    if (open < 0) break;
    const hidden = /^<(script|style|title)\b/.exec(lower.slice(open, open + 8))?.[1];
    const close = lower.indexOf('>', hidden ? endOf(lower, hidden, open) : open);
    if (/^<\/?(p|div|br|tr|li|h\d)\b/.test(lower.slice(open, open + 6))) words.push('\n');
    at = close < 0 ? html.length : close + 1;
  }
  const text = words
    .join('')
    .replaceAll(/&(lt|gt|amp|quot|nbsp);/g, (_, name: string) => named[name]!);
  return text
    .replaceAll(/[ \t]+/g, ' ')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .join('\n');
}

const named: Record<string, string> = { lt: '<', gt: '>', amp: '&', quot: '"', nbsp: ' ' };

function endOf(html: string, element: string, from: number): number {
  const at = html.indexOf(`</${element}`, from);
  return at < 0 ? html.length : at;
}
