import fc from 'fast-check';
import type { Change, ChangesAlong, FieldChanges } from '../../domain/ticket/command';
import { escalationLevels } from '../../domain/ticket/escalation';
import { removals } from '../../domain/ticket/removal';
import { linkKinds } from '../../domain/ticket/link';
import { priorities } from '../../domain/ticket/priority';
import { ratingScores } from '../../domain/ticket/rating';
import { statuses } from '../../domain/ticket/status';

const messageId = fc.uuid();

const otherNumber = fc.integer({ min: 1, max: 5 });
const someTags = fc.uniqueArray(fc.constantFrom('vip', 'bug', 'late'));

/** One side of what befalls two tickets together. */
const pairChange: fc.Arbitrary<Change> = fc.oneof(
  otherNumber.map((target): Change => ({ type: 'merge-into', target })),
  fc.constantFrom(...statuses).map((status): Change => ({ type: 'unmerge', status })),
  fc
    .record({ source: otherNumber, tags: someTags })
    .map((taken): Change => ({ type: 'take-in', ...taken })),
  fc
    .record({ source: otherNumber, tags: someTags })
    .map((given): Change => ({ type: 'give-back', ...given })),
  fc
    .record({ kind: fc.constantFrom(...linkKinds), number: otherNumber })
    .map((link): Change => ({ type: 'link', link })),
  otherNumber.map((number): Change => ({ type: 'unlink', number })),
);

const fieldChanges: fc.Arbitrary<FieldChanges> = fc.record(
  {
    title: fc.string({ minLength: 1, maxLength: 20 }),
    status: fc.constantFrom(...statuses),
    priority: fc.constantFrom(...priorities),
    assigneeId: fc.option(fc.constantFrom('agent-1', 'agent-2'), { nil: null }),
    tags: fc.uniqueArray(fc.constantFrom('vip', 'bug', 'billing')),
    escalation: fc.constantFrom(...escalationLevels),
  },
  { requiredKeys: [] },
);

const along: fc.Arbitrary<ChangesAlong> = fc.record(
  {
    status: fc.constantFrom(...statuses),
    priority: fc.constantFrom(...priorities),
    assigneeId: fc.option(fc.constantFrom('agent-1', 'agent-2'), { nil: null }),
    addTags: fc.uniqueArray(fc.constantFrom('vip', 'bug', 'late')),
  },
  { requiredKeys: [] },
);

/** Any change to a ticket that exists. */
export const aChange: fc.Arbitrary<Change> = fc.oneof(
  fieldChanges.map((fields): Change => ({ type: 'update', fields })),
  fc.record({ messageId, along }).map((note): Change => ({ type: 'add-note', ...note })),
  fc
    .record({
      id: messageId,
      setStatus: fc.option(fc.constantFrom(...statuses), { nil: undefined }),
      along,
    })
    .map(({ id, setStatus, along }): Change => ({
      type: 'add-reply',
      messageId: id,
      along,
      ...(setStatus ? { setStatus } : {}),
    })),
  fc
    .record({ id: messageId, automatic: fc.boolean() })
    .map(({ id, automatic }): Change => ({ type: 'receive-reply', messageId: id, automatic })),
  messageId.map((id): Change => ({ type: 'add-forward', messageId: id })),
  messageId.map((id): Change => ({ type: 'record-delivery', messageId: id, state: 'sent' })),
  messageId.map((id): Change => ({
    type: 'record-delivery',
    messageId: id,
    of: 'forward',
    state: 'failed',
  })),
  fc
    .integer({ min: -1, max: 30 })
    .map((days): Change => ({ type: 'snooze', until: dayFrom(days) })),
  fc.option(fc.integer({ min: 1, max: 30 }), { nil: undefined }).map((days): Change => ({
    type: 'wake',
    ...(days === undefined ? {} : { until: dayFrom(days) }),
  })),
  fc
    .constantFrom(...removals, null, null)
    .map((removed): Change => ({ type: 'update', fields: { removed } })),
  fc
    .record({
      rating: fc.constantFrom(...ratingScores),
      comment: fc.option(fc.string({ maxLength: 20 }), { nil: null }),
    })
    .map((given): Change => ({ type: 'rate', ...given })),
  pairChange,
);

function dayFrom(days: number): string {
  return new Date(Math.floor(Date.now() / 86_400_000 + days) * 86_400_000).toISOString();
}
