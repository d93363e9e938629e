import { randomUUID } from 'node:crypto';
import { createContact, findContact, type Contact } from '../../db/contact-store';
import { inTransaction } from '../../db/database';
import {
  changeableTicketsOfLead,
  contactWithAddress,
  holdLead,
  markConverted,
} from '../../db/lead-store';
import { submitCommand } from '../../tickets/submit-command';
import type { AnyCall } from '../http/define-route';
import { actorOf } from '../http/principal';
import { accountOf } from '../people/account';
import { orNotFound } from '../people/not-found';

const atATime = 100;

/**
 * Makes a lead a contact (the one with its address, if there is one) and moves its tickets, each
 * by a command of its own. Repeating it moves what is left and changes nothing else.
 */
export async function convertLead(
  call: AnyCall,
  leadId: string,
  given: {
    name?: string | undefined;
    accountId?: string | null | undefined;
    accountName?: string | undefined;
  },
): Promise<Contact> {
  const { db, directory } = call.deps;
  const contactId = await inTransaction(db, async (transaction) => {
    const lead = orNotFound(await holdLead(db, leadId, transaction), 'lead');
    if (lead.convertedTo) return lead.convertedTo;
    const name = given.name ?? lead.name ?? lead.email;
    const known = await contactWithAddress(db, lead.email, transaction);
    const account = await accountOf(call.deps, given, transaction);
    const fields = { name, email: lead.email, ...account };
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
  for (let after = 0; ;) {
    const numbers = await changeableTicketsOfLead(db, leadId, { after, limit: atATime });
    if (numbers.length === 0) return;
    after = numbers.at(-1)!;
    for (const ticket of numbers) {
      // One that may not change (closed in between) keeps the lead, and shows the contact all the same.
      await submitCommand(db, {
        id: randomUUID(),
        ticket,
        change: { type: 'update', fields: { requester } },
        actor: actorOf(call.principal),
      });
    }
  }
}
