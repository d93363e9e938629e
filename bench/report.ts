import type { Aim, Row } from './bench';

/** The rows as a table for people, one line each, notes below. */
export function table(rows: readonly Row[]): string {
  const lines = rows.map((row) => [
    row.name,
    row.ratio === null ? '–' : row.ratio.toFixed(2),
    aimText(row.aim),
    verdict(row),
    ms(row.p50Ms),
    ms(row.p95Ms),
    ms(row.floorP50Ms),
    row.perSecond === undefined ? '' : row.perSecond.toFixed(0),
    row.floorPerSecond === undefined ? '' : row.floorPerSecond.toFixed(0),
  ]);
  const head = ['what', 'ratio', 'aim', '', 'p50 ms', 'p95 ms', 'floor p50', '/s', 'floor /s'];
  const widths = head.map((title, at) => Math.max(...[head, ...lines].map((l) => l[at]!.length)));
  const line = (cells: string[]): string =>
    cells
      .map((cell, at) =>
        at === 0 || at === 2 || at === 3 ? cell.padEnd(widths[at]!) : cell.padStart(widths[at]!),
      )
      .join('  ')
      .trimEnd();
  const notes = rows.filter(({ note }) => note).map(({ name, note }) => `  ${name}: ${note}`);
  return [line(head), ...lines.map(line), ...(notes.length > 0 ? ['', ...notes] : [])].join('\n');
}

/** The rows as programs read them: figures rounded to a microsecond, aims as text. */
export function json(rows: readonly Row[]): string {
  const readable = rows.map((row) => ({ ...row, aim: aimText(row.aim) }));
  const rounded = (_key: string, value: unknown): unknown =>
    typeof value === 'number' ? Math.round(value * 1_000) / 1_000 : value;
  return `${JSON.stringify(readable, rounded, 2)}\n`;
}

export function aimText(aim: Aim): string {
  const parts = [
    aim.ratioAtMost === undefined ? '' : `≤ ${aim.ratioAtMost} ×`,
    aim.ratioAtLeast === undefined ? '' : `≥ ${aim.ratioAtLeast} ×`,
    aim.p50AtMostMs === undefined ? '' : `≤ ${aim.p50AtMostMs} ms`,
    aim.perSecondAtLeast === undefined ? '' : `≥ ${aim.perSecondAtLeast}/s`,
  ];
  return parts.filter(Boolean).join(', ') || 'reported';
}

/** Undefined when nothing is asked. */
export function isMet({ aim, ratio, p50Ms, perSecond }: Row): boolean | undefined {
  const checks = [
    aim.ratioAtMost === undefined || (ratio !== null && ratio <= aim.ratioAtMost),
    aim.ratioAtLeast === undefined || (ratio !== null && ratio >= aim.ratioAtLeast),
    aim.p50AtMostMs === undefined || (p50Ms !== null && p50Ms <= aim.p50AtMostMs),
    aim.perSecondAtLeast === undefined || (perSecond ?? 0) >= aim.perSecondAtLeast,
  ];
  return Object.keys(aim).length === 0 ? undefined : checks.every(Boolean);
}

function verdict(row: Row): string {
  const met = isMet(row);
  return met === undefined ? '' : met ? 'met' : 'MISSED';
}

function ms(value: number | null): string {
  return value === null ? '–' : value.toFixed(2);
}
