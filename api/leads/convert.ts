import { randomUUID } from 'node:crypto';
import { findAccount } from '../../db/account-store';
import { createContact, findContact, type Contact } from '../../db/contact-store';
import { inTransaction } from '../../db/database';
import {
  changeableTicketsOfLead,
  contactWithAddress,
  holdLead,
  markConverted,
} from '../../db/lead-store';
import { DomainError } from '../../domain/domain-error';
import { submitCommand } from '../../tickets/submit-command';
import type { AnyCall } from '../http/define-route';
import { actorOf } from '../http/principal';
import { invalidInput } from '../http/validate';
import { orNotFound } from '../people/not-found';

const atATime = 100;

/**
 * Makes a lead a contact (the one with its address, if there is one) and moves its tickets, each
 * by a command of its own. Repeating it moves what is left and changes nothing else.
 */
export async function convertLead(
  call: AnyCall,
  leadId: string,
  given: { name?: string | undefined; accountId?: string | null | undefined },
): Promise<Contact> {
  const { db, directory } = call.deps;
  if (given.accountId && !(await findAccount(db, given.accountId))) {
    throw invalidInput([{ path: 'accountId', message: 'there is no such account' }]);
  }
  const contactId = await inTransaction(db, async (transaction) => {
    const lead = orNotFound(await holdLead(db, leadId, transaction), 'lead');
    if (lead.convertedTo) return lead.convertedTo;
    const name = given.name ?? lead.name ?? lead.email;
    const known = await contactWithAddress(db, lead.email, transaction);
    const fields = { name, email: lead.email, accountId: given.accountId };
    const id = known ?? (await createContact(db, fields, transaction)).id;
    await markConverted(db, leadId, id, transaction);
    return id;
  });
  directory.forget();
  await moveTickets(call, leadId, contactId);
  return (await findContact(db, contactId))!;
}

async function moveTickets(call: AnyCall, leadId: string, contactId: string): Promise<void> {
  const { db } = call.deps;
  const requester = { type: 'contact' as const, id: contactId };
  for (;;) {
    const numbers = await changeableTicketsOfLead(db, leadId, atATime);
    if (numbers.length === 0) return;
    for (const ticket of numbers) {
      const outcome = await submitCommand(db, {
        id: randomUUID(),
        ticket,
        change: { type: 'update', fields: { requester } },
        actor: actorOf(call.principal),
      });
      // Closed in between: it stays with the lead, as those that were closed before.
      if (!outcome.ok && outcome.refusal.code !== 'ticket-closed') {
        throw new DomainError(outcome.refusal.code, outcome.refusal.message);
      }
    }
  }
}
