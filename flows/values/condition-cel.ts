import type { EvaluateCel, Seen } from '../engine/seen';
import { evaluateCel } from './cel';
import type { Values } from './resolve-value';

/**
 * Expressions of conditions by the names that values have. `values` are those of the run, where
 * there is one; on a trigger, what conditions see is all. Throws where one comes to something else
 * than true or false.
 */
export function celIn(values?: Values): EvaluateCel {
  return (source, seen) => {
    const value = evaluateCel(source, values ?? valuesSeen(seen));
    if (typeof value === 'boolean') return value;
    throw new TypeError(`it came to ${JSON.stringify(value)} and not to true or false`);
  };
}

/** What a condition sees, under the names that values have. */
export function valuesSeen(seen: Seen): Values {
  const { event, facts, customFields, now, steps, inputs = {}, outside = {} } = seen;
  const { requester, message, text, staff } = outside;
  return {
    ...(facts
      ? {
          ticket: {
            ...{ number: facts.number, status: facts.status, priority: facts.priority },
            ...{ tags: facts.tags, source: facts.source, fields: customFields ?? {} },
            ...{ createdAt: facts.createdAt, updatedAt: facts.updatedAt },
            ...{ escalation: facts.escalation ?? 0, rating: facts.rating ?? null },
            ...text,
            team: staff?.team ?? null,
          },
          requester: {
            ...facts.requester,
            name: requester?.name ?? requester?.email ?? null,
            email: requester?.email ?? null,
          },
          assignee: staff?.assignee ?? {},
          account: { id: requester?.accountId ?? null, name: requester?.accountName ?? null },
        }
      : {}),
    event: { type: event.type, at: event.at, seq: event.seq, actor: { type: event.actor.type } },
    ...(message ? { message: messageValues(message) } : {}),
    steps,
    inputs,
    now,
  };
}

function messageValues(message: NonNullable<NonNullable<Seen['outside']>['message']>): Values {
  const { id, kind, subject, text, automatic, author } = message;
  return { id, kind, subject, text, automatic, from: author };
}
