import { api } from '../../../api/client';
import { answerOf } from '../../../api/problem';
import type { Ticket, TicketChange } from '../../../api/types';

export interface Person {
  kind: 'contact' | 'lead' | 'new';
  id: string | null;
  name: string | null;
  email: string;
  account: string | null;
}

/** Contacts and leads whose name, e-mail or company is like what was typed, best first. */
export async function findPeople(q: string): Promise<Person[]> {
  const params = { query: { q, limit: 8 } };
  const { items } = await answerOf(api.GET('/api/v1/people/suggestions', { params }));
  return items.map(({ type, id, name, email, account }) => ({
    kind: type,
    id,
    name,
    email,
    account: account?.name ?? null,
  }));
}

/** How a ticket's body names its requester. */
export function requesterBody({
  kind,
  id,
  email,
  name,
}: Person): NonNullable<TicketChange['requester']> {
  if (kind === 'contact' && id) return { contactId: id };
  if (kind === 'lead' && id) return { leadId: id };
  return { email, ...(name && { name }) };
}

/** A ticket's requester as somebody chosen. */
export function personOf({ type, id, name, email, account }: Ticket['requester']): Person {
  return { kind: type, id, name, email, account: account?.name ?? null };
}
