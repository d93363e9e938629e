import { query, type Database, type Transaction } from './database';
import { given } from './given';
import { accountModel, type AccountModel } from './models/account';
import { contactModel } from './models/contact';
import { readPeoplePage, type PeoplePage, type PeoplePlace } from './people-page';

export interface Account {
  id: string;
  name: string;
  createdAt: string;
}

export async function listAccounts(
  db: Database,
  page: PeoplePage,
): Promise<(Account & { place: PeoplePlace })[]> {
  const rows = await readPeoplePage<{ id: string; name: string; created_at: Date }>(
    db,
    { select: 'p.* FROM accounts p', sort: 'lower(p.name)', searched: 'p.name' },
    page,
  );
  return rows.map(({ id, name, created_at: createdAt, place }) => ({
    id,
    name,
    createdAt: createdAt.toISOString(),
    place,
  }));
}

export async function findAccount(
  db: Database,
  id: string,
  transaction?: Transaction,
): Promise<Account | null> {
  const found = await accountModel(db).findByPk(id, transaction ? { transaction } : {});
  return found && accountFromModel(found);
}

export async function createAccount(
  db: Database,
  account: { name: string },
  transaction?: Transaction,
): Promise<Account> {
  const options = transaction ? { transaction } : {};
  return accountFromModel(await accountModel(db).create(account, options));
}

/** The account of this name, whatever its case; a new one when there is none. */
export async function accountByName(
  db: Database,
  name: string,
  transaction: Transaction,
): Promise<string> {
  // Two who name a new company at the same moment mean one.
  await query(
    db,
    `SELECT pg_advisory_xact_lock(7461053, hashtext(lower($1)))`,
    [name],
    transaction,
  );
  const [known] = await query<{ id: string }>(
    db,
    'SELECT id FROM accounts WHERE lower(name) = lower($1) ORDER BY created_at, id LIMIT 1',
    [name],
    transaction,
  );
  return known?.id ?? (await createAccount(db, { name }, transaction)).id;
}

export async function updateAccount(
  db: Database,
  id: string,
  fields: { name?: string | undefined },
  transaction: Transaction,
): Promise<Account | null> {
  const found = await accountModel(db).findByPk(id, { transaction, lock: true });
  return found && accountFromModel(await found.update(given(fields), { transaction }));
}

/** Removes an account that no contact belongs to. */
export async function deleteAccount(
  db: Database,
  id: string,
  transaction: Transaction,
): Promise<'deleted' | 'missing' | 'in-use'> {
  const found = await accountModel(db).findByPk(id, { transaction, lock: true });
  if (!found) return 'missing';
  if ((await contactModel(db).count({ where: { accountId: id }, transaction })) > 0)
    return 'in-use';
  await found.destroy({ transaction });
  return 'deleted';
}

function accountFromModel({ id, name, createdAt }: AccountModel): Account {
  return { id, name, createdAt: createdAt.toISOString() };
}

/** The accounts of these names and ids: the id of each by its name in lower case; of two, the older. */
export async function findAccountIds(
  db: Database,
  names: readonly string[],
): Promise<Map<string, string>> {
  if (names.length === 0) return new Map();
  const wanted = [...new Set(names.map((name) => name.toLowerCase()))];
  const rows = await query<{ name: string; id: string }>(
    db,
    `SELECT DISTINCT ON (wanted.name) wanted.name, a.id FROM unnest($1::text[]) AS wanted(name)
     JOIN accounts a ON lower(a.name) = wanted.name OR a.id::text = wanted.name
     ORDER BY wanted.name, a.created_at, a.id`,
    [wanted],
  );
  return new Map(rows.map(({ name, id }) => [name, id]));
}
