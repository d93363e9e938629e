/** Where a text names somebody: from its `@` to the end of the name. */
export interface Named<P> {
  start: number;
  end: number;
  person: P;
}

/**
 * Where `@Name` of these people stands in a text, in order. The longest name that fits counts, so
 * that `@Ann Lee` does not name Ann as well; people of the same name are all named.
 */
export function namesIn<P extends { name: string }>(
  text: string,
  people: readonly P[],
): Named<P>[] {
  return [...text.matchAll(/(?<![\p{L}\p{N}_.-])@/gu)].flatMap(({ index }) => {
    const rest = text.slice(index + 1);
    const fitting = people.filter(({ name }) => name !== '' && isNamed(rest, name));
    const longest = Math.max(...fitting.map(({ name }) => name.length));
    return fitting
      .filter(({ name }) => name.length === longest)
      .map((person) => ({ start: index, end: index + 1 + longest, person }));
  });
}

function isNamed(rest: string, name: string): boolean {
  return rest.startsWith(name) && !/^[\p{L}\p{N}_]/u.test(rest.slice(name.length));
}

/** What is being typed behind an `@` that begins a word, before the caret; null when nothing is. */
export function mentionBegun(before: string): { start: number; query: string } | null {
  const match = /(?<![\p{L}\p{N}_.-])@([^@\n]{0,60})$/u.exec(before);
  return match && !/^\s/.test(match[1]!) ? { start: match.index, query: match[1]! } : null;
}
