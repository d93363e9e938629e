import { randomUUID } from 'node:crypto';
import type { Database } from '../db/database';
import type { ThreadPeople } from '../db/mail-thread-store';
import { DomainError } from '../domain/domain-error';
import type { RatingScore } from '../domain/ticket/rating';
import { customerOf } from './receive-customer-answer';
import { submitCommand } from './submit-command';

export interface CustomerRating {
  thread: Pick<ThreadPeople, 'ticket' | 'requester'>;
  score: RatingScore;
  comment: string | null;
}

/** What a customer says of the help. The same again changes nothing; another takes its place. */
export async function rateTicket(
  db: Database,
  { thread, score, comment }: CustomerRating,
): Promise<{ score: RatingScore; comment: string | null }> {
  const outcome = await submitCommand(db, {
    id: `rating/${randomUUID()}`,
    ticket: thread.ticket,
    actor: customerOf(thread),
    change: { type: 'rate', rating: score, comment },
  });
  if (!outcome.ok) throw new DomainError(outcome.refusal.code, outcome.refusal.message);
  return { score, comment };
}
