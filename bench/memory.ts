import { readdirSync, readFileSync } from 'node:fs';

/** Megabytes of a process and of all below it, shared pages divided among those that share them. */
export function megabytesOfTree(pid: number): number | null {
  if (process.platform !== 'linux') return null;
  const parents = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((name) => ({ pid: Number(name), parent: parentOf(Number(name)) }));
  const tree = new Set([pid]);
  for (let before = 0; before < tree.size;) {
    before = tree.size;
    for (const { pid: one, parent } of parents) if (tree.has(parent)) tree.add(one);
  }
  return [...tree].reduce((sum, one) => sum + megabytesOf(one), 0);
}

/** Megabytes of one process alone; 0 when it is gone. */
export function megabytesOf(pid: number): number {
  const text = readProc(`${pid}/smaps_rollup`);
  return Number(/^Pss:\s+(\d+) kB/m.exec(text)?.[1] ?? 0) / 1_024;
}

function parentOf(pid: number): number {
  return Number(/\) \S (\d+) /.exec(readProc(`${pid}/stat`))?.[1] ?? 0);
}

function readProc(name: string): string {
  try {
    return readFileSync(`/proc/${name}`, 'utf8');
  } catch {
    return '';
  }
}
