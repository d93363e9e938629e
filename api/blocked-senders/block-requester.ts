import { blockSender, unblockSender } from '../../db/blocked-sender-store';
import type { Transaction } from '../../db/database';
import { DomainError } from '../../domain/domain-error';
import { comparable } from '../../domain/mail/address';
import type { TicketState } from '../../domain/ticket/ticket';
import { readTicket } from '../../tickets/read-ticket';
import { authorize } from '../http/authorize';
import type { AnyCall } from '../http/define-route';
import { ticketNotFound } from '../tickets/not-found';
import { checkBlockable } from './check';

/** What marking a ticket as spam, or bringing it back, does to the address of its requester. */
export async function blockRequester(
  { deps, principal }: AnyCall,
  number: number,
  block: boolean,
): Promise<(ticket: TicketState, transaction: Transaction) => Promise<void>> {
  authorize('blocked-senders.write', principal);
  const view = await readTicket(deps.db, number);
  if (!view) throw ticketNotFound(number);
  const pattern = comparable(view.requester.email);
  if (block) await checkBlockable(deps.db, pattern, 'blockSender');
  return async ({ requester }, transaction) => {
    if (requester.id !== view.ticket.requester.id) {
      const message = `Ticket ${number} has got another requester meanwhile; look who it is.`;
      throw new DomainError('version-conflict', message);
    }
    if (!block) return unblockSender(deps.db, pattern, transaction);
    await blockSender(deps.db, { pattern, blockedBy: principal.name }, transaction);
  };
}
