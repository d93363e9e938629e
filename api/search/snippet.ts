/** A piece of text as it stands, and whether it is what was searched for. Never markup. */
export interface SnippetPart {
  text: string;
  hit: boolean;
}

const shownLength = 180;
const before = 60;

/** A text as parts, with every word marked that begins with (short ones: is) a word searched for. */
export function mark(text: string, words: readonly string[]): SnippetPart[] {
  const parts: SnippetPart[] = [];
  const add = (piece: string, hit: boolean): void => {
    const last = parts.at(-1);
    if (piece === '') return;
    if (last && last.hit === hit) last.text += piece;
    else parts.push({ text: piece, hit });
  };
  let at = 0;
  for (const { index, length, hit } of wordsIn(text, words)) {
    if (!hit) continue;
    add(text.slice(at, index), false);
    add(text.slice(index, index + length), true);
    at = index + length;
  }
  add(text.slice(at), false);
  return parts;
}

/** The text that says most about the words, cut to a line around them; the first when none does. */
export function bestSnippet<T extends { text: string }>(
  texts: readonly T[],
  words: readonly string[],
): (T & { parts: SnippetPart[] }) | null {
  let best: { from: T; passage: string; hits: number } | undefined;
  for (const from of texts) {
    const passage = passageOf(from.text, words);
    if (!best || passage.hits > best.hits) best = { from, ...passage };
  }
  return best ? { ...best.from, parts: mark(best.passage, words) } : null;
}

/** A line of the text that begins shortly before the first hit, and how many words it has of those asked for. */
function passageOf(text: string, words: readonly string[]): { passage: string; hits: number } {
  const line = text.replaceAll(/\s+/g, ' ').trim();
  const hits = [...wordsIn(line, words)].filter((one) => one.hit);
  const different = new Set(hits.map((one) => one.word)).size;
  const first = hits[0]?.index ?? 0;
  const begin = first <= before ? 0 : line.lastIndexOf(' ', first - before) + 1;
  const rest = line.slice(begin);
  const end =
    rest.length <= shownLength ? rest.length : rest.lastIndexOf(' ', shownLength) || shownLength;
  const cut = rest.slice(0, end > 0 ? end : shownLength);
  return {
    passage: `${begin > 0 ? '… ' : ''}${cut}${cut.length < rest.length ? ' …' : ''}`,
    hits: different,
  };
}

function* wordsIn(
  text: string,
  words: readonly string[],
): Generator<{ index: number; length: number; word: string | undefined; hit: boolean }> {
  for (const { 0: piece, index } of text.matchAll(/[\p{L}\p{N}\p{M}]+/gu)) {
    const plain = folded(piece);
    const word = words.find((one) =>
      one.length >= 3 ? plain.startsWith(folded(one)) : plain === folded(one),
    );
    yield { index, length: piece.length, word, hit: word !== undefined };
  }
}

/** As the words' index has it: without case and accents. */
function folded(word: string): string {
  return word.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase();
}
