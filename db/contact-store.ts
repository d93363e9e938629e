import { query, type Database, type Transaction } from './database';
import { given } from './given';
import { contactModel } from './models/contact';
import { readPeoplePage, type PeoplePage, type PeoplePlace } from './people-page';
import { orAlreadyExists } from './unique';

export interface Contact {
  id: string;
  name: string;
  email: string;
  account: { id: string; name: string } | null;
  createdAt: string;
}

export interface ContactFields {
  name: string;
  email: string;
  accountId?: string | null | undefined;
}

export async function listContacts(
  db: Database,
  page: PeoplePage & { accountId?: string | undefined },
): Promise<(Contact & { place: PeoplePlace })[]> {
  const rows = await readPeoplePage<ContactRow>(
    db,
    {
      select: contactSelect,
      sort: 'lower(p.name)',
      searched: `(p.name || ' ' || p.email)`,
      ...(page.accountId ? { where: ['p.account_id = $1::uuid'], bind: [page.accountId] } : {}),
    },
    page,
  );
  return rows.map((row) => ({ ...contactFromRow(row), place: row.place }));
}

export async function findContact(
  db: Database,
  id: string,
  transaction?: Transaction,
): Promise<Contact | null> {
  const sql = `SELECT ${contactSelect} WHERE p.id = $1`;
  const [row] = await query<ContactRow>(db, sql, [id], transaction);
  return row ? contactFromRow(row) : null;
}

/** Throws `already-exists` when another contact has the address. */
export async function createContact(
  db: Database,
  { name, email, accountId = null }: ContactFields,
  transaction: Transaction,
): Promise<Contact> {
  const { id } = await emailIsFree(() =>
    contactModel(db).create({ name, email, accountId }, { transaction }),
  );
  return (await findContact(db, id, transaction))!;
}

export async function updateContact(
  db: Database,
  id: string,
  fields: { [F in keyof ContactFields]?: ContactFields[F] | undefined },
  transaction: Transaction,
): Promise<Contact | null> {
  const found = await contactModel(db).findByPk(id, { transaction, lock: true });
  if (!found) return null;
  await emailIsFree(() => found.update(given(fields), { transaction }));
  return findContact(db, id, transaction);
}

/** Removes a contact who has no ticket. */
export async function deleteContact(
  db: Database,
  id: string,
  transaction: Transaction,
): Promise<'deleted' | 'missing' | 'in-use'> {
  const found = await contactModel(db).findByPk(id, { transaction, lock: true });
  if (!found) return 'missing';
  const [used] = await query(
    db,
    `SELECT 1 FROM tickets WHERE requester_id = $1
     UNION ALL SELECT 1 FROM leads WHERE converted_to = $1 LIMIT 1`,
    [id],
    transaction,
  );
  if (used) return 'in-use';
  await found.destroy({ transaction });
  return 'deleted';
}

const contactSelect = `p.id, p.name, p.email, p.created_at, a.id AS account_id,
  a.name AS account_name FROM contacts p LEFT JOIN accounts a ON a.id = p.account_id`;

interface ContactRow {
  id: string;
  name: string;
  email: string;
  created_at: Date;
  account_id: string | null;
  account_name: string | null;
}

function contactFromRow(row: ContactRow): Contact {
  const { id, name, email, account_id: accountId, account_name: accountName } = row;
  const account = accountId && accountName !== null ? { id: accountId, name: accountName } : null;
  return { id, name, email, account, createdAt: row.created_at.toISOString() };
}

function emailIsFree<T>(write: () => Promise<T>): Promise<T> {
  return orAlreadyExists('email', 'Another contact has this e-mail address.', write);
}
