import { inTransaction, type Database } from '../db/database';
import { holdTicketsToPurge, purgeTickets } from '../db/purge-store';
import { findTicket } from '../db/ticket-store';
import { DomainError } from '../domain/domain-error';

const atOnce = 20;

/** Deletes for good what has been in the bin or among spam for so many days. Answers how many. */
export function emptyBin(db: Database, days: number): Promise<number> {
  return inTransaction(db, async (transaction) => {
    const numbers = await holdTicketsToPurge(db, { days, limit: atOnce }, transaction);
    if (numbers.length > 0) await purgeTickets(db, numbers, transaction);
    return numbers.length;
  });
}

/** Deletes one ticket for good that is in the bin. Throws `ticket-not-found`, `ticket-not-in-bin`, `ticket-in-use`. */
export function purgeTicket(db: Database, number: number): Promise<void> {
  return inTransaction(db, async (transaction) => {
    const numbers = await holdTicketsToPurge(db, { number }, transaction);
    if (numbers.length > 0) return purgeTickets(db, numbers, transaction);
    const ticket = await findTicket(db, number, transaction);
    if (!ticket) throw new DomainError('ticket-not-found', `There is no ticket ${number}.`);
    if (!ticket.removed) {
      const message = `Ticket ${number} is not in the bin; move it there first.`;
      throw new DomainError('ticket-not-in-bin', message);
    }
    const message = `Ticket ${number} is still being put away; try again in a moment.`;
    throw new DomainError('ticket-in-use', message);
  });
}
