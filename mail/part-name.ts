import { cleanLine } from './clean-text';

/** A file's name as it is shown and saved: no path, never hidden, one line; may come out empty. */
export function plainName(given: string): string {
  const name = cleanLine(given.replaceAll(directionMarks, ''), 1_000);
  const last = isPath.test(name) ? name.split(/[\\/]/).at(-1)! : name.replaceAll('/', '-');
  return shortened(last.replace(/^[.\s]+/, '').trim());
}

/** `a.png`, `a.png` and `a (2).png` become `a.png`, `a (3).png` and `a (2).png`, as a folder would have them. */
export function keepNamesApart(parts: { name: string }[]): void {
  const given = new Set(parts.map(({ name }) => name));
  const taken = new Set<string>();
  const times = new Map<string, number>();
  for (const part of parts) {
    const { name } = part;
    while (taken.has(part.name)) {
      const next = (times.get(name) ?? 1) + 1;
      times.set(name, next);
      const numbered = name.replace(ending, (found) => ` (${next})${found}`);
      if (!given.has(numbered)) part.name = numbered;
    }
    taken.add(part.name);
  }
}

/** They turn the letters behind them around, so that `exe.txt` is read where `txt.exe` stands. */
const directionMarks = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

/** From a root, a drive, a home or a folder above; anything else is a name with a slash in it. */
const isPath = /^[/~]|\\|(^|\/)\.{1,2}\//;

const ending = /(\.[^.\s]{1,20})?$/;
const longest = 200;

/** The ending says what a file is; it outlives the rest. */
function shortened(name: string): string {
  if (name.length <= longest) return name;
  const kept = ending.exec(name)![0];
  return `${name.slice(0, longest - kept.length).trim()}${kept}`.toWellFormed();
}
