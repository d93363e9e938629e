import { api } from '../../../api/client';
import { answerOf } from '../../../api/problem';

export interface Person {
  kind: 'contact' | 'lead' | 'new';
  id: string | null;
  name: string | null;
  email: string;
  account: string | null;
}

/** Contacts and leads whose name or e-mail has these letters, contacts first. */
export async function findPeople(q: string): Promise<Person[]> {
  const params = { params: { query: { q, limit: 8 } } };
  const [contacts, leads] = await Promise.all([
    answerOf(api.GET('/api/v1/contacts', params)),
    answerOf(api.GET('/api/v1/leads', params)),
  ]);
  return [
    ...contacts.items.map(({ id, name, email, account }) => ({
      kind: 'contact' as const,
      id,
      name,
      email,
      account: account?.name ?? null,
    })),
    ...leads.items.map(({ id, name, email }) => ({
      kind: 'lead' as const,
      id,
      name: name ?? null,
      email,
      account: null,
    })),
  ];
}
