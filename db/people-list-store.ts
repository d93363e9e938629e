import { activeStatuses } from '../domain/ticket/status';
import { query, type Database } from './database';
import { escapeLike, type PeoplePage, type PeoplePlace } from './people-page';
import { countTickets } from './ticket-view-store';

export interface ListedPerson {
  type: 'contact' | 'lead';
  id: string;
  name: string | null;
  email: string;
  account: { id: string; name: string } | null;
  openTickets: number;
  /** When they last wrote or were written to, by mail or chat. */
  lastContactAt: string | null;
}

const mostCounted = 1_000;

/** Contacts and leads in one list by name; converted leads are the contacts that they became. */
export async function listEverybody(
  db: Database,
  page: PeoplePage & { type?: 'contact' | 'lead' | undefined; accountId?: string | undefined },
): Promise<(ListedPerson & { place: PeoplePlace })[]> {
  const bind: unknown[] = [];
  const value = (of: unknown): string => `$${bind.push(of)}`;
  const limit = value(page.limit);
  const typed = page.holds?.toLowerCase();
  const text = typed === undefined ? '' : value(typed);
  const holds = typed === undefined ? '' : value(`%${escapeLike(typed)}%`);
  const after = page.after && [value(page.after.name), `${value(page.after.id)}::uuid`].join(', ');
  const account = page.accountId && `${value(page.accountId)}::uuid`;

  const found = (words: string): string => `${words} LIKE ${holds} OR ${text} <% ${words}`;
  const part = (select: string, name: string, where: (string | undefined)[]): string =>
    `(SELECT ${name} AS sorted, ${select}
      WHERE ${[...where, after && `(${name}, id) > (${after})`].filter(Boolean).join(' AND ')}
      ORDER BY ${name}, id LIMIT ${limit})`;
  const contacts = part(contactSelect, 'lower(name)', [
    account ? `account_id = ${account}` : 'true',
    typed &&
      `id IN (SELECT id FROM contacts WHERE ${found(`lower(name || ' ' || email)`)}
        UNION SELECT c.id FROM accounts a JOIN contacts c ON c.account_id = a.id
          WHERE ${found('lower(a.name)')})`,
  ]);
  const leads = part(leadSelect, 'lower(coalesce(name, email))', [
    'converted_to IS NULL',
    typed && `(${found(`lower(coalesce(name, '') || ' ' || email)`)})`,
  ]);
  const parts = account
    ? [contacts]
    : [...(page.type === 'lead' ? [] : [contacts]), ...(page.type === 'contact' ? [] : [leads])];
  const rows = await query<Omit<ListedPerson, 'openTickets'> & { place: PeoplePlace }>(
    db,
    `SELECT p.type, p.id, p.name, p.email,
       CASE WHEN a.id IS NOT NULL THEN json_build_object('id', a.id, 'name', a.name) END AS account,
       ${lastContact} AS "lastContactAt", json_build_object('name', p.sorted, 'id', p.id) AS place
     FROM (SELECT * FROM (${parts.join(' UNION ALL ')}) every
       ORDER BY sorted, id LIMIT ${limit}) p
     LEFT JOIN accounts a ON a.id = p.account_id ORDER BY p.sorted, p.id`,
    bind,
  );
  const open = await countTickets(
    db,
    rows.map(({ id }) => ({ statuses: activeStatuses, requesterId: id })),
    mostCounted,
  );
  return rows.map((row, index) => ({ ...row, openTickets: open[index]! }));
}

const contactSelect = `'contact' AS type, id, name, email, account_id FROM contacts`;
const leadSelect = `'lead' AS type, id, name, email, NULL::uuid AS account_id FROM leads`;

const ids = `ARRAY(SELECT p.id UNION ALL SELECT id FROM leads WHERE converted_to = p.id)`;

const lastContact = `to_char(greatest(
  (SELECT max(m.created_at) FROM tickets t JOIN messages m ON m.ticket = t.number
    WHERE t.requester_id = ANY(${ids}) AND m.direction <> 'internal'),
  (SELECT max(c.updated_at) FROM conversations c WHERE c.person_id = ANY(${ids}))
) AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
