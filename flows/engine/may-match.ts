import { fieldEvents, type TicketEventType } from '../../domain/ticket/event';
import type { Condition, FieldTest, Scalar, Trigger } from './definition';
import { conditionFields, findField } from './fields';
import { operators } from './operators';

/** An event that a step of a Flow makes, as far as that is known before it runs. */
export interface MadeEvent {
  type: TicketEventType;
  /** What the field that it tells of becomes; undefined: only the run will know. */
  becomes?: Scalar | undefined;
}

/** False when no event of this kind can meet the trigger, whatever else is true of it. */
export function mayMatch({ event, when }: Trigger, made: MadeEvent): boolean {
  return event === made.type && (when === null || judge(when, made) !== false);
}

/** The name in conditions of the field whose changes a kind of event tells. */
export function fieldToldBy(type: TicketEventType): string | null {
  const changed = Object.entries(fieldEvents).find(([, event]) => event === type)?.[0];
  const names = Object.keys(conditionFields);
  return names.find((name) => findField(name)?.changes === changed && changed) ?? null;
}

/** True or false where that is sure, null where it is not. */
function judge(condition: Condition, made: MadeEvent): boolean | null {
  if ('all' in condition) return every(condition.all.map((part) => judge(part, made)));
  if ('any' in condition) {
    return not(every(condition.any.map((part) => not(judge(part, made)))));
  }
  if ('not' in condition) return not(judge(condition.not, made));
  return 'cel' in condition ? null : judgeTest(condition, made);
}

function judgeTest({ field: name, operator, value: expected }: FieldTest, made: MadeEvent) {
  const sure = (value: unknown, change: { from: unknown; to: unknown } | null = null): boolean =>
    operators[operator].holds({ value, change, now: '', hours: undefined }, expected);
  if (name === 'event.type') return sure(made.type);
  if (name === 'event.actor') return sure('flow');
  const told = fieldToldBy(made.type);
  const field = findField(name);
  const isTold = told !== null && field?.changes === findField(told)?.changes;
  if (!isTold) return operator.startsWith('changed') ? sure(null) : null;
  if (operator === 'changed')
    return field?.slug === undefined ? sure(null, { from: 0, to: 0 }) : null;
  if (made.becomes === undefined || operator === 'changed_from') return null;
  return sure(made.becomes, { from: null, to: made.becomes });
}

function every(parts: (boolean | null)[]): boolean | null {
  if (parts.includes(false)) return false;
  return parts.includes(null) ? null : true;
}

function not(holds: boolean | null): boolean | null {
  return holds === null ? null : !holds;
}
