import type { Condition, FieldTest, Scalar } from './definition';
import { changeOf, customFieldNamed, findField } from './fields';
import { operators, type Operator } from './operators';
import type { Seen } from './seen';

/** The answer of a condition and of each part of it, with the values that it saw. */
export type Verdict =
  | { holds: boolean; all: Verdict[] }
  | { holds: boolean; any: Verdict[] }
  | { holds: boolean; not: Verdict }
  | {
      holds: boolean;
      field: string;
      operator: Operator;
      expected: Scalar | Scalar[];
      /** What the field was; for `changed…` what it changed from and to, or null: not at all. */
      saw: unknown;
    };

/**
 * Whether a condition holds, and why. Every part is looked at, also after the answer is known, so
 * that the explanation is complete. No condition (null) always holds.
 */
export function evaluate(condition: Condition | null, seen: Seen): Verdict {
  if (condition === null) return { holds: true, all: [] };
  if ('all' in condition) {
    const all = condition.all.map((part) => evaluate(part, seen));
    return { holds: all.every((part) => part.holds), all };
  }
  if ('any' in condition) {
    const any = condition.any.map((part) => evaluate(part, seen));
    return { holds: any.some((part) => part.holds), any };
  }
  if ('not' in condition) {
    const not = evaluate(condition.not, seen);
    return { holds: !not.holds, not };
  }
  return test(condition, seen);
}

/** True when the condition asks about the ticket as it is, and not only about the event or steps. */
export function readsTicket(condition: Condition): boolean {
  if ('all' in condition) return condition.all.some(readsTicket);
  if ('any' in condition) return condition.any.some(readsTicket);
  if ('not' in condition) return readsTicket(condition.not);
  const { field, operator } = condition;
  return !/^(steps|event)\./.test(field) && !operator.startsWith('changed');
}

/** True when the condition asks about custom fields, whose values no workflow is told. */
export function readsCustomFields(condition: Condition): boolean {
  if ('all' in condition) return condition.all.some(readsCustomFields);
  if ('any' in condition) return condition.any.some(readsCustomFields);
  if ('not' in condition) return readsCustomFields(condition.not);
  return customFieldNamed(condition.field) !== null;
}

function test({ field: name, operator, value: expected }: FieldTest, seen: Seen): Verdict {
  const field = findField(name);
  if (!field) return { holds: false, field: name, operator, expected, saw: null };
  const value = field.read(seen);
  const change = changeOf(field, seen);
  const holds = operators[operator].holds({ value, change }, expected);
  const saw = operator.startsWith('changed') ? change : value;
  return { holds, field: name, operator, expected, saw };
}
