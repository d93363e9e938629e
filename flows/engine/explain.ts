import { findField } from './fields';
import type { FieldVerdict, Verdict } from './evaluate';
import { operators } from './operators';

/** Why an event does or does not start a Flow, as it is kept. */
export interface Explanation {
  /** Each trigger of this kind of event; empty when none listens for it. */
  triggers: { event: string; verdict: Verdict }[];
  /** It would match, but the Flow itself made the change. */
  ownChange?: true;
  /** It would match, but a machine wrote (RFC 3834), and no Flow reacts to that. */
  machineAnswer?: true;
}

/** One line of an explanation. Parts of a group follow it, one deeper. */
export interface Sentence {
  /** Whether it was as asked for. */
  holds: boolean;
  depth: number;
  text: string;
}

export interface ExplainWords {
  /** What people call a field; its own title, or its name, when left out. */
  titleOf?: (field: string) => string | undefined;
  /** What people call the agent, team, account or calendar of an id. */
  nameOf?: (id: string) => string | undefined;
}

/**
 * A verdict in plain sentences: "priority was high, asked for: is urgent". Empty for a trigger
 * without a condition.
 */
export function explain(verdict: Verdict, words: ExplainWords = {}): Sentence[] {
  if ('all' in verdict) return verdict.all.flatMap((part) => explainPart(part, words, 0));
  return explainPart(verdict, words, 0);
}

/** Why an event did or did not start a Flow, in plain sentences. */
export function explainMatch(
  { triggers, ownChange, machineAnswer }: Explanation,
  words: ExplainWords = {},
): Sentence[] {
  const line = (holds: boolean, text: string): Sentence => ({ holds, depth: 0, text });
  if (triggers.length === 0) return [line(false, 'it does not listen for such events')];
  return [
    ...triggers.flatMap(({ event, verdict }) => [
      line(verdict.holds, `${event} came, and the conditions ${held(verdict)}`),
      ...explain(verdict, words).map((one) => ({ ...one, depth: one.depth + 1 })),
    ]),
    ...(ownChange ? [line(false, 'the Flow itself made the change')] : []),
    ...(machineAnswer ? [line(false, 'a machine wrote it, and Flows do not answer those')] : []),
  ];
}

function held(verdict: Verdict): string {
  if ('all' in verdict && verdict.all.length === 0) return 'are none';
  return verdict.holds ? 'hold' : 'do not hold';
}

function explainPart(verdict: Verdict, words: ExplainWords, depth: number): Sentence[] {
  const { holds } = verdict;
  const group = (text: string, parts: Verdict[]): Sentence[] => [
    { holds, depth, text },
    ...parts.flatMap((part) => explainPart(part, words, depth + 1)),
  ];
  if ('all' in verdict) return group('asked for was all of this:', verdict.all);
  if ('any' in verdict) return group('asked for was one of these:', verdict.any);
  if ('cel' in verdict) return [{ holds, depth, text: ofExpression(verdict) }];
  if ('field' in verdict) {
    return [
      { holds, depth, text: `${found(verdict, words)}, asked for: ${asked(verdict, words)}` },
    ];
  }
  const { not } = verdict;
  if (!('field' in not)) return group('asked for was that this does not hold:', [not]);
  const text = `${found(not, words)}, asked for: not (${asked(not, words)})`;
  return [{ holds, depth, text }];
}

function ofExpression({
  cel,
  holds,
  failed,
}: {
  cel: string;
  holds: boolean;
  failed?: string;
}): string {
  if (failed !== undefined) return `the expression ${cel} could not be worked out: ${failed}`;
  return holds ? `the expression ${cel} held` : `the expression ${cel} did not hold`;
}

/** "priority was high", "priority changed from low to high". */
function found({ field, operator, saw, unread }: FieldVerdict, words: ExplainWords): string {
  const title = words.titleOf?.(field) ?? titleOf(field);
  if (unread) return `${title} was not looked at`;
  if (!operator.startsWith('changed')) return `${title} was ${inWords(saw, words)}`;
  if (saw === null) return `${title} did not change`;
  const { from, to } = saw as { from: unknown; to: unknown };
  return `${title} changed from ${inWords(from, words)} to ${inWords(to, words)}`;
}

/** "is urgent", "is not set", "is longer ago than 3 days". */
function asked({ operator, expected }: FieldVerdict, words: ExplainWords): string {
  const { takes, words: said } = operators[operator];
  if (takes === 'duration') return `${said} ${durationInWords(Number(expected))}`;
  if (expected === true && takes !== 'one') return said;
  if (expected === false && takes !== 'one') {
    return operator === 'changed' ? 'does not change' : said.replace(/^is /, 'is not ');
  }
  if (takes === 'flag-or-name') return `${said} of ${inWords(expected, words)}`;
  return `${said} ${inWords(expected, words, ' or ')}`;
}

function titleOf(name: string): string {
  const title = findField(name)?.title ?? name;
  return title === name ? name : title.charAt(0).toLowerCase() + title.slice(1);
}

function inWords(value: unknown, words: ExplainWords, between = ', '): string {
  if (Array.isArray(value)) {
    if (value.length === 0) return 'nothing';
    return value.map((one) => inWords(one, words)).join(between);
  }
  if (value === null || value === undefined) return 'nothing';
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (typeof value === 'object') return JSON.stringify(value);
  const text = String(value as string | number);
  return words.nameOf?.(text) ?? (text === '' ? 'an empty text' : text);
}

const units = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
  ['second', 1_000],
] as const;

function durationInWords(ms: number): string {
  const parts: string[] = [];
  let left = ms;
  for (const [unit, unitMs] of units) {
    const count = Math.floor(left / unitMs);
    left -= count * unitMs;
    if (count > 0) parts.push(`${count} ${unit}${count === 1 ? '' : 's'}`);
  }
  return parts.join(' ');
}

/** As much of a text as is kept of what conditions saw. */
const keptTextLength = 200;

/** A verdict as it is kept: of long texts only their beginnings. */
export function shortened(verdict: Verdict): Verdict {
  if ('all' in verdict) return { ...verdict, all: verdict.all.map(shortened) };
  if ('any' in verdict) return { ...verdict, any: verdict.any.map(shortened) };
  if ('not' in verdict) return { ...verdict, not: shortened(verdict.not) };
  return 'field' in verdict ? { ...verdict, saw: shortValue(verdict.saw) } : verdict;
}

function shortValue(value: unknown): unknown {
  if (typeof value === 'string') {
    return value.length <= keptTextLength ? value : `${value.slice(0, keptTextLength - 1)}…`;
  }
  if (Array.isArray(value)) return value.map(shortValue);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, shortValue(one)]));
}
