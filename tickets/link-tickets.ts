import type { Database } from '../db/database';
import { findTicket } from '../db/ticket-store';
import { oppositeLink, type LinkKind } from '../domain/ticket/link';
import type { TicketState } from '../domain/ticket/ticket';
import { notFound, type PairRequest } from './merge-tickets';
import { submitTogether } from './submit-together';

interface Pair extends PairRequest {
  ticket: number;
  other: number;
}

/** Links two tickets, each of which keeps its side and has it in its history. */
export async function linkTickets(
  db: Database,
  { ticket, other, kind, id, requestHash, actor }: Pair & { kind: LinkKind },
): Promise<TicketState> {
  for (const number of [ticket, other]) {
    if (!(await findTicket(db, number))) throw notFound(number);
  }
  const command = (of: number, number: number, its: LinkKind) => ({
    id: `${id}/link/${of}`,
    ticket: of,
    actor,
    change: { type: 'link', link: { kind: its, number } } as const,
  });
  return submitTogether(db, [ticket, other], async (submit) => {
    const linked = await submit(command(ticket, other, kind), { requestHash });
    await submit(command(other, ticket, oppositeLink[kind]), { requestHash });
    return linked.ticket;
  });
}

/** Takes the link between two tickets away from both; nothing happens when there is none. */
export async function unlinkTickets(
  db: Database,
  { ticket, other, id, requestHash, actor }: Pair,
): Promise<TicketState> {
  if (!(await findTicket(db, ticket))) throw notFound(ticket);
  const command = (of: number, number: number) => ({
    id: `${id}/unlink/${of}`,
    ticket: of,
    actor,
    change: { type: 'unlink', number } as const,
  });
  return submitTogether(db, [ticket, other], async (submit, transaction) => {
    const unlinked = await submit(command(ticket, other), { requestHash });
    // The other one may have been deleted for good since.
    if (await findTicket(db, other, transaction)) {
      await submit(command(other, ticket), { requestHash });
    }
    return unlinked.ticket;
  });
}
