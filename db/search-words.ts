import { query, type Database } from './database';

const mostWords = 8;

/** The known words that a misspelt one may mean, nearest first; itself when there is none. */
export async function wordsMeant(db: Database, word: string): Promise<string[]> {
  const alike = await query<{ word: string }>(db, 'SELECT word FROM words_like($1)', [word]);
  const allowed = word.length < 6 ? 1 : 2;
  const near = alike
    .map((one) => ({ word: one.word, distance: editDistance(word, one.word) }))
    .filter(({ distance }) => distance <= allowed)
    .sort((a, b) => a.distance - b.distance)
    .slice(0, mostWords)
    .map((one) => one.word);
  return near.length > 0 ? near : [word];
}

/**
 * How many letters to add, drop, change or swap with their neighbour (Damerau and Levenshtein's
 * distance, in its form that edits no place twice).
 */
export function editDistance(a: string, b: string): number {
  const rows = Array.from({ length: a.length + 1 }, (_, i) =>
    Array.from({ length: b.length + 1 }, (_unused, j) => (i === 0 ? j : j === 0 ? i : 0)),
  );
  for (let i = 1; i <= a.length; i += 1) {
    for (let j = 1; j <= b.length; j += 1) {
      const same = a[i - 1] === b[j - 1];
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      rows[i]![j] = Math.min(
        rows[i - 1]![j]! + 1,
        rows[i]![j - 1]! + 1,
        rows[i - 1]![j - 1]! + (same ? 0 : 1),
        swapped ? rows[i - 2]![j - 2]! + 1 : Infinity,
      );
    }
  }
  return rows[a.length]![b.length]!;
}
