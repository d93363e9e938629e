import type { Condition, FieldTest, Scalar } from './definition';
import { changeOf, findField, type ConditionField } from './fields';
import { operators, type Operator } from './operators';
import type { EvaluateCel, OutsideGroup, Seen } from './seen';

/** The answer of a condition and of each part of it, with the values that it saw. */
export type Verdict =
  | { holds: boolean; all: Verdict[] }
  | { holds: boolean; any: Verdict[] }
  | { holds: boolean; not: Verdict }
  | CelVerdict
  | FieldVerdict;

export interface FieldVerdict {
  holds: boolean;
  field: string;
  operator: Operator;
  expected: Scalar | Scalar[];
  /** What the field was; for `changed…` what it changed from and to, or null: not at all. */
  saw: unknown;
  /** Nobody looked, since the answer was known without it. */
  unread?: true;
}

export interface CelVerdict {
  holds: boolean;
  cel: string;
  /** Why it could not be worked out; it then does not hold. */
  failed?: string;
}

/**
 * Whether a condition holds, and why. Every part is looked at, also after the answer is known, so
 * that the explanation is complete. No condition (null) always holds. Expressions are worked out by
 * `evaluateCel`, which only rooms that may use libraries can give.
 */
export function evaluate(
  condition: Condition | null,
  seen: Seen,
  evaluateCel?: EvaluateCel,
): Verdict {
  const judge = (part: Condition): Verdict => evaluate(part, seen, evaluateCel);
  if (condition === null) return { holds: true, all: [] };
  if ('all' in condition) {
    const all = condition.all.map(judge);
    return { holds: all.every((part) => part.holds), all };
  }
  if ('any' in condition) {
    const any = condition.any.map(judge);
    return { holds: any.some((part) => part.holds), any };
  }
  if ('not' in condition) {
    const not = judge(condition.not);
    return { holds: !not.holds, not };
  }
  return 'cel' in condition
    ? judgeCel(condition.cel, seen, evaluateCel)
    : testField(condition, seen);
}

/** True when the condition asks about the ticket as it is, and not only about the event or steps. */
export function readsTicket(condition: Condition): boolean {
  return leavesOf(condition).some((leaf) => {
    if ('cel' in leaf) return true;
    const from = findField(leaf.field)?.from;
    return (from === 'facts' || from === 'outside') && !leaf.operator.startsWith('changed');
  });
}

/**
 * True when the condition asks about what no workflow is told: custom fields, people, messages,
 * free text, calendars, the run's own values, or by an expression. An activity decides it.
 */
export function needsActivity(condition: Condition): boolean {
  return leavesOf(condition).some(
    (leaf) =>
      'cel' in leaf ||
      (findField(leaf.field)?.from ?? 'outside') === 'outside' ||
      leaf.operator === 'in_business_hours',
  );
}

/** What must be read for a condition beyond the event, its facts and its custom fields. */
export function readsOutside(condition: Condition | null): OutsideGroup[] {
  if (condition === null) return [];
  return [...new Set(leavesOf(condition).flatMap(groupsOf))];
}

/** An expression is not taken apart here: what it names may be what it reads. */
const namedInCel: readonly [OutsideGroup, RegExp][] = [
  ['requester', /\b(requester|account)\b/],
  ['message', /\bmessage\b/],
  ['text', /\b(title|description)\b/],
  ['staff', /\b(assignee|team)\b/],
];

function groupsOf(leaf: FieldTest | { cel: string }): OutsideGroup[] {
  if ('cel' in leaf) {
    return namedInCel.flatMap(([group, pattern]) => (pattern.test(leaf.cel) ? [group] : []));
  }
  const group = groupOf(findField(leaf.field), leaf.operator);
  return group ? [group] : [];
}

/** What a field has changed stands in the event itself. */
function groupOf(field: ConditionField | null, operator: Operator): OutsideGroup | undefined {
  if (operator === 'in_business_hours') return 'calendar';
  return operator.startsWith('changed') ? undefined : field?.group;
}

/** The field tests and expressions in a condition. */
export function leavesOf(condition: Condition): (FieldTest | { cel: string })[] {
  if ('all' in condition) return condition.all.flatMap(leavesOf);
  if ('any' in condition) return condition.any.flatMap(leavesOf);
  return 'not' in condition ? leavesOf(condition.not) : [condition];
}

function judgeCel(cel: string, seen: Seen, evaluateCel: EvaluateCel | undefined): Verdict {
  if (!evaluateCel) return { holds: false, cel, failed: 'expressions are not worked out here' };
  try {
    return { holds: evaluateCel(cel, seen), cel };
  } catch (error) {
    return { holds: false, cel, failed: error instanceof Error ? error.message : String(error) };
  }
}

function testField({ field: name, operator, value: expected }: FieldTest, seen: Seen): Verdict {
  const field = findField(name);
  if (!field) return { holds: false, field: name, operator, expected, saw: null };
  const group = groupOf(field, operator);
  if (group && seen.outside?.[group] === undefined) {
    return { holds: false, field: name, operator, expected, saw: null, unread: true };
  }
  const isWords = field.type === 'words';
  const value = field.read(seen);
  const change = changeOf(field, seen);
  const observed = {
    value: isWords ? inAnyCase(value) : value,
    change,
    now: seen.now,
    hours: seen.outside?.calendar,
  };
  const holds = operators[operator].holds(observed, isWords ? inAnyCase(expected) : expected);
  const saw = operator.startsWith('changed') ? change : value;
  return { holds, field: name, operator, expected, saw };
}

/** Capitals do not count in what people write. */
function inAnyCase<V>(value: V): V {
  if (typeof value === 'string') return value.toLowerCase() as V;
  return Array.isArray(value) ? (value.map(inAnyCase) as V) : value;
}
