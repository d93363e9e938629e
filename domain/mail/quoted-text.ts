import { isBlank, plainLines, type MailLine } from './mail-lines';
import {
  attributionLength,
  headLength,
  isForwardedMark,
  isSeparator,
  isShortAttribution,
} from './quote-intro';
import { signatureStart } from './signature-lines';

/** A mail's text in two: what was written now, and what it quotes from before. Nothing is lost. */
export interface SplitText {
  own: string;
  quoted: string;
}

/** What is folded at the end of a mail: from which line on, and whether a quote is in it. */
export interface Fold {
  at: number;
  kind: 'quote' | 'signature' | 'none';
}

/**
 * Finds the quote at the end of a mail, with what introduces it. Whatever stands below a quote is the
 * writer's own: then nothing is taken for one. When nothing of one's own would be left, neither.
 */
export function splitQuoted(text: string): SplitText {
  const lines = plainLines(text);
  const at = quoteStart(lines);
  if (at === lines.length) return { own: text, quoted: '' };
  return { own: joined(lines, 0, at).trimEnd(), quoted: joined(lines, at).trim() };
}

/** A mail's text as it is shown: own words, and what is folded below them, quote and signature. */
export function splitFolded(text: string): { own: string; folded: string; kind: Fold['kind'] } {
  const lines = plainLines(text);
  const { at, kind } = foldOf(lines);
  if (kind === 'none') return { own: text, folded: '', kind };
  return { own: joined(lines, 0, at).trimEnd(), folded: joined(lines, at).trim(), kind };
}

export function foldOf(lines: readonly MailLine[]): Fold {
  const quote = quoteStart(lines);
  const at = signatureStart(lines, quote);
  if (at === lines.length) return { at, kind: 'none' };
  return { at, kind: quote < lines.length ? 'quote' : 'signature' };
}

function joined(lines: readonly MailLine[], from: number, to?: number): string {
  return lines
    .slice(from, to)
    .map(({ text }) => text)
    .join('\n');
}

function quoteStart(lines: readonly MailLine[]): number {
  const marked = markedQuote(lines);
  const unmarked = unmarkedQuote(lines, marked);
  const start = withSeparators(lines, Math.min(marked, unmarked));
  return lines.slice(0, start).some((line) => !isBlank(line)) ? start : lines.length;
}

/** Lines marked as quoted, to the end or to a signature there, with their introduction. */
function markedQuote(lines: readonly MailLine[]): number {
  const isQuoted = (line: MailLine): boolean => line.kind === 'quoted';
  const signature = signatureStart(lines, lines.length);
  const above = lines.findLastIndex((line, at) => at < signature && !isBlank(line));
  const end = above >= 0 && isQuoted(lines[above]!) ? signature : lines.length;
  const last = lines.findLastIndex((line, at) => at < end && !isBlank(line) && !isQuoted(line));
  const first = lines.findIndex((line, at) => at > last && at < end && isQuoted(line));
  return first < 0 ? lines.length : introStart(lines, first);
}

const longestIntro = 12;

/** Where what introduces a quote begins that begins at `quote`. */
function introStart(lines: readonly MailLine[], quote: number): number {
  const last = lines.findLastIndex((line, at) => at < quote && !isBlank(line));
  for (let at = last; at >= 0 && last - at < longestIntro; at -= 1) {
    const length =
      headLength(lines, at, { sure: false }) || attributionLength(lines, at, { sure: false });
    if (length > 0 && at + length - 1 === last) return at;
  }
  return last >= 0 && isShortAttribution(lines[last]!) ? last : quote;
}

/** A quote that is told by its introduction only, and goes on to the end. */
function unmarkedQuote(lines: readonly MailLine[], before: number): number {
  for (let at = 0; at < before; at += 1) {
    const length = unmarkedIntroLength(lines, at);
    if (length === 0) continue;
    let next = at + length;
    while (next < lines.length && isBlank(lines[next]!)) next += 1;
    const isOwn = lines[next]?.kind === 'quoted' || isIntroducedByWriter(lines, at);
    if (!isOwn) return at;
  }
  return lines.length;
}

function unmarkedIntroLength(lines: readonly MailLine[], at: number): number {
  if (lines[at]!.kind === 'head') return 1;
  const head = headLength(lines, at, { sure: false });
  if (head === 0) return attributionLength(lines, at, { sure: true });
  return isBelowSeparator(lines, at) ? head : headLength(lines, at, { sure: true });
}

function isBelowSeparator(lines: readonly MailLine[], at: number): boolean {
  let above = at - 1;
  while (above >= 0 && isBlank(lines[above]!) && !isSeparator(lines[above]!)) above -= 1;
  return above >= 0 && isSeparator(lines[above]!);
}

const pointsBelow =
  /\b((see|my|find) .{0,30}(below|inline|in-line|in red)|inline (answers|comments|replies)|(answers?|comments?|replies) (below|inline)|siehe unten|s\. ?u\.|antworten? (unten|im text|in rot)|voir (ci-dessous|plus bas)|ver abajo)\b/i;

/** The writer leads to what follows: a mail that is forwarded or shown, or answers in between. */
function isIntroducedByWriter(lines: readonly MailLine[], at: number): boolean {
  const above = lines.slice(Math.max(0, at - 40), at).filter((line) => !isBlank(line));
  const last = above.findLast((line) => !isSeparator(line));
  if (last && (isForwardedMark(last) || /[:：]$/.test(last.text.trim()))) return true;
  return above.some(({ text }) => pointsBelow.test(text.slice(0, 1_000)));
}

function withSeparators(lines: readonly MailLine[], start: number): number {
  if (start === lines.length) return start;
  let at = start;
  while (at > 0 && (isBlank(lines[at - 1]!) || isSeparator(lines[at - 1]!))) at -= 1;
  return at;
}
