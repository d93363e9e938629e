import type { Logger } from 'pino';
import { isOfMachinesOnly } from '../../db/automatic-mail-store';
import type { Database } from '../../db/database';
import type { StepWork } from '../../db/flow-step-store';
import { findThreadPeople } from '../../db/mail-thread-store';
import { composeReply, type ComposedReply } from '../../mail/compose-reply';
import { ticketOf } from './step-commands';

export interface ReplyAround {
  /** The mail links to the requester's page of the ticket, which is found here. */
  publicUrl: string;
  log: Pick<Logger, 'warn'>;
}

/**
 * A Flow's reply with its mail, or null: only machines wrote to the ticket, and nothing answers those
 * by itself (RFC 3834, 2).
 */
export async function flowReply(
  db: Database,
  work: StepWork,
  { messageId, text, cc = [] }: { messageId: string; text: string; cc?: string[] },
  { publicUrl, log }: ReplyAround,
): Promise<ComposedReply | null> {
  const ticket = ticketOf(work);
  const people = await findThreadPeople(db, ticket);
  const isOfMachines = people && (await isOfMachinesOnly(db, ticket, people.requester.email));
  if (isOfMachines) return null;
  return composeReply(db, { ticket, flow: { id: work.flow }, messageId, text, cc, publicUrl, log });
}
