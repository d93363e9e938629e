import { activeStatuses } from '../domain/ticket/status';
import type { Database } from './database';
import { readPeoplePage, type PeoplePage, type PeoplePlace } from './people-page';
import { countTickets } from './ticket-view-store';

const mostCounted = 1_000;

export interface ListedAccount {
  id: string;
  name: string;
  contacts: number;
  openTickets: number;
}

/** Accounts by name, with what belongs to them. */
export async function listAccountsWithFigures(
  db: Database,
  page: PeoplePage,
): Promise<(ListedAccount & { place: PeoplePlace })[]> {
  const contacts = `(SELECT count(*)::int FROM contacts c WHERE c.account_id = p.id) AS contacts`;
  const rows = await readPeoplePage<Omit<ListedAccount, 'openTickets'>>(
    db,
    {
      select: `p.id, p.name, ${contacts} FROM accounts p`,
      sort: 'lower(p.name)',
      searched: 'p.name',
    },
    page,
  );
  const open = await countTickets(
    db,
    rows.map(({ id }) => ({ statuses: activeStatuses, accountId: id })),
    mostCounted,
  );
  return rows.map((row, index) => ({ ...row, openTickets: open[index]! }));
}
