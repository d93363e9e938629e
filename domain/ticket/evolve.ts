import { patchFields, type CustomFields } from '../custom-field/value';
import type { TicketEvent } from './event';
import type { TicketFacts } from './ticket';

type Evolving = Pick<TicketEvent, 'seq' | 'type' | 'at' | 'changes' | 'messageId' | 'automatic'>;

/**
 * The ticket after one more event. Pure; serves the whole ticket (row) and its facts alone
 * (workflow). Events must come in order: apply only `seq === version + 1`.
 */
export function evolve<S extends TicketFacts>(state: S | null, event: Evolving): S {
  const changed = { ...state } as Record<string, unknown>;
  for (const [field, change] of Object.entries(event.changes)) changed[field] = change.to;
  if (event.changes.customFields) {
    const before = (state as { customFields?: CustomFields } | null)?.customFields ?? {};
    changed.customFields = patchFields(before, event.changes.customFields.to ?? {});
  }

  const next = changed as unknown as S;
  next.version = event.seq;
  next.updatedAt = event.at;
  if (event.changes.status) {
    next.statusSeq = event.seq;
    next.statusSince = event.at;
  }
  if (event.changes.removed) {
    next.removedAt = event.changes.removed.to === null ? null : event.at;
  }
  if (event.changes.rating?.to) next.ratedAt = event.at;
  if (event.type === 'message.customer_replied' && !event.automatic && event.messageId) {
    next.customerReply = { seq: event.seq, messageId: event.messageId };
  }
  return next;
}
