import type { TFunction } from 'i18next';
import type { FieldVerdict, Verdict } from '../../../../flows/engine/evaluate';
import { fieldValueInWords, testInWords, type Names } from './words';

/** One line of why a condition held or did not; parts of a group follow it, one deeper. */
export interface VerdictLine {
  /** Null: nobody looked. */
  holds: boolean | null;
  depth: number;
  text: string;
}

/** A verdict in plain sentences. Empty for a trigger without a condition. */
export function verdictInWords(verdict: Verdict, names: Names, t: TFunction): VerdictLine[] {
  if ('all' in verdict) return verdict.all.flatMap((part) => linesOf(part, names, t, 0));
  return linesOf(verdict, names, t, 0);
}

function linesOf(verdict: Verdict, names: Names, t: TFunction, depth: number): VerdictLine[] {
  const { holds } = verdict;
  const group = (text: string, parts: Verdict[]): VerdictLine[] => [
    { holds, depth, text },
    ...parts.flatMap((part) => linesOf(part, names, t, depth + 1)),
  ];
  if ('all' in verdict) return group(t('verdict.all'), verdict.all);
  if ('any' in verdict) return group(t('verdict.any'), verdict.any);
  if ('not' in verdict) {
    const { not } = verdict;
    if (!('field' in not)) return group(t('verdict.not'), [not]);
    return [leafLine(not, { holds, depth, isNegated: true }, names, t)];
  }
  if ('cel' in verdict) {
    const { cel, failed } = verdict;
    const text = failed === undefined ? cel : t('verdict.failed', { cel, why: failed });
    return [{ holds, depth, text }];
  }
  return [leafLine(verdict, { holds, depth, isNegated: false }, names, t)];
}

function leafLine(
  verdict: FieldVerdict,
  { holds, depth, isNegated }: { holds: boolean; depth: number; isNegated: boolean },
  names: Names,
  t: TFunction,
): VerdictLine {
  const asked = testInWords({ ...verdict, value: verdict.expected }, names, t);
  const test = isNegated ? t('flow.not', { condition: asked }) : asked;
  return {
    holds: verdict.unread ? null : holds,
    depth,
    text: leafInWords(test, verdict, names, t),
  };
}

/** "priority changes to Urgent – it changed from Low to High". */
function leafInWords(test: string, verdict: FieldVerdict, names: Names, t: TFunction): string {
  const { field, operator, saw, unread } = verdict;
  if (unread) return t('verdict.unread', { test });
  const said = (value: unknown): string => sawInWords(field, value, names, t);
  if (!operator.startsWith('changed')) return t('verdict.saw', { test, saw: said(saw) });
  if (saw === null || typeof saw !== 'object') return t('verdict.unchanged', { test });
  const { from, to } = saw as { from: unknown; to: unknown };
  return t('verdict.changed', { test, from: said(from), to: said(to) });
}

function sawInWords(field: string, saw: unknown, names: Names, t: TFunction): string {
  const seen = [saw].flat().map((one: unknown) => fieldValueInWords(field, one, names, t));
  return seen.join(', ') || t('flow.empty');
}
