import { query, type Database, type Transaction } from './database';
import { given } from './given';
import { leadModel, type LeadModel } from './models/lead';
import { readPeoplePage, type PeoplePage, type PeoplePlace } from './people-page';
import { alreadyExists, orAlreadyExists } from './unique';

export interface Lead {
  id: string;
  name: string | null;
  email: string;
  /** The contact that it became. */
  convertedTo: string | null;
  createdAt: string;
}

/** Leads that have not become contacts. */
export async function listLeads(
  db: Database,
  page: PeoplePage,
): Promise<(Lead & { place: PeoplePlace })[]> {
  const rows = await readPeoplePage<{
    id: string;
    name: string | null;
    email: string;
    created_at: Date;
  }>(
    db,
    {
      select: 'p.id, p.name, p.email, p.created_at FROM leads p',
      sort: 'lower(coalesce(p.name, p.email))',
      searched: `(coalesce(p.name, '') || ' ' || p.email)`,
      where: ['p.converted_to IS NULL'],
    },
    page,
  );
  return rows.map(({ created_at: createdAt, ...lead }) => ({
    ...lead,
    convertedTo: null,
    createdAt: createdAt.toISOString(),
  }));
}

export async function findLead(
  db: Database,
  id: string,
  transaction?: Transaction,
): Promise<Lead | null> {
  const found = await leadModel(db).findByPk(id, transaction ? { transaction } : {});
  return found && leadFromModel(found);
}

/** Throws `already-exists` when a lead or a contact has the address. */
export async function createLead(
  db: Database,
  { name = null, email }: { name?: string | null | undefined; email: string },
  transaction: Transaction,
): Promise<Lead> {
  await refuseContact(db, email, transaction);
  return emailIsFree(async () =>
    leadFromModel(await leadModel(db).create({ name, email }, { transaction })),
  );
}

export async function updateLead(
  db: Database,
  id: string,
  fields: { name?: string | null | undefined; email?: string | undefined },
  transaction: Transaction,
): Promise<Lead | null> {
  const found = await leadModel(db).findByPk(id, { transaction, lock: true });
  if (!found) return null;
  if (fields.email) await refuseContact(db, fields.email, transaction);
  return emailIsFree(async () => leadFromModel(await found.update(given(fields), { transaction })));
}

/** Notes which contact a lead became. */
export async function markConverted(
  db: Database,
  id: string,
  contactId: string,
  transaction: Transaction,
): Promise<void> {
  await leadModel(db).update({ convertedTo: contactId }, { where: { id }, transaction });
}

/** Holds a lead until the transaction ends. */
export async function holdLead(
  db: Database,
  id: string,
  transaction: Transaction,
): Promise<Lead | null> {
  const found = await leadModel(db).findByPk(id, { transaction, lock: true });
  return found && leadFromModel(found);
}

/** Removes a lead who has no ticket. */
export async function deleteLead(
  db: Database,
  id: string,
  transaction: Transaction,
): Promise<'deleted' | 'missing' | 'in-use'> {
  const found = await leadModel(db).findByPk(id, { transaction, lock: true });
  if (!found) return 'missing';
  const sql = `SELECT 1 FROM tickets WHERE requester_type = 'lead' AND requester_id = $1 LIMIT 1`;
  if ((await query(db, sql, [id], transaction)).length > 0) return 'in-use';
  await found.destroy({ transaction });
  return 'deleted';
}

/**
 * Numbers of a lead's tickets that can change requester. Closed ones are read-only: they keep the
 * lead, and show the contact that it became.
 */
export async function changeableTicketsOfLead(
  db: Database,
  id: string,
  { after, limit }: { after: number; limit: number },
): Promise<number[]> {
  const rows = await query<{ number: number }>(
    db,
    `SELECT number FROM tickets
     WHERE requester_type = 'lead' AND requester_id = $1 AND status <> 'closed'
       AND number > $2 ORDER BY number LIMIT $3`,
    [id, after, limit],
  );
  return rows.map((row) => row.number);
}

/** The contact who has this address already, or null. */
export async function contactWithAddress(
  db: Database,
  email: string,
  transaction: Transaction,
): Promise<string | null> {
  const [row] = await query<{ id: string }>(
    db,
    'SELECT id FROM contacts WHERE lower(email) = lower($1)',
    [email],
    transaction,
  );
  return row?.id ?? null;
}

async function refuseContact(db: Database, email: string, transaction: Transaction): Promise<void> {
  if (await contactWithAddress(db, email, transaction)) {
    throw alreadyExists('email', 'A contact has this e-mail address.');
  }
}

function emailIsFree<T>(write: () => Promise<T>): Promise<T> {
  return orAlreadyExists('email', 'Another lead has this e-mail address.', write);
}

function leadFromModel({ id, name, email, convertedTo, createdAt }: LeadModel): Lead {
  // Sequelize leaves columns out of a fresh row that were given no value.
  return { id, name, email, convertedTo: convertedTo ?? null, createdAt: createdAt.toISOString() };
}
