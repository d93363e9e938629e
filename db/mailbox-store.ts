import { inTransaction, query, type Database, type Transaction } from './database';

/** An address of ours: mail to it becomes tickets, replies come from it. */
export interface Mailbox {
  id: string;
  name: string;
  address: string;
  isDefault: boolean;
}

const columns = `id, name, address, is_default AS "isDefault"`;

/** All mailboxes, the default one first. */
export async function listMailboxes(db: Database): Promise<Mailbox[]> {
  return query(db, `SELECT ${columns} FROM mailboxes ORDER BY is_default DESC, created_at, id`);
}

export async function findMailbox(db: Database, id: string): Promise<Mailbox | null> {
  const [row] = await query<Mailbox>(db, `SELECT ${columns} FROM mailboxes WHERE id = $1`, [id]);
  return row ?? null;
}

/**
 * Adds a mailbox; the first one, and one that says so, becomes the default. Answers null when
 * another mailbox has the address.
 */
export async function createMailbox(
  db: Database,
  mailbox: { name: string; address: string; isDefault?: boolean | undefined },
): Promise<Mailbox | null> {
  return inTransaction(db, async (transaction) => {
    const [row] = await query<Mailbox>(
      db,
      `INSERT INTO mailboxes (name, address) VALUES ($1, $2)
       ON CONFLICT (lower(address)) DO NOTHING RETURNING ${columns}`,
      [mailbox.name, mailbox.address],
      transaction,
    );
    if (!row) return null;
    const isDefault = mailbox.isDefault || !(await hasDefault(db, transaction));
    if (isDefault) await makeDefault(db, row.id, transaction);
    return { ...row, isDefault };
  });
}

/**
 * Changes name, address or which one is the default; null when there is no such mailbox. Throws
 * Sequelize's UniqueConstraintError when another mailbox has the address.
 */
export async function updateMailbox(
  db: Database,
  id: string,
  changes: {
    name?: string | undefined;
    address?: string | undefined;
    isDefault?: true | undefined;
  },
): Promise<Mailbox | null> {
  return inTransaction(db, async (transaction) => {
    const [row] = await query<Mailbox>(
      db,
      `UPDATE mailboxes SET name = coalesce($2, name), address = coalesce($3, address)
       WHERE id = $1 RETURNING ${columns}`,
      [id, changes.name ?? null, changes.address ?? null],
      transaction,
    );
    if (!row) return null;
    if (changes.isDefault) await makeDefault(db, id, transaction);
    return { ...row, isDefault: row.isDefault || changes.isDefault === true };
  });
}

/** Removes a mailbox that is not the default; false when there was none to remove. */
export async function deleteMailbox(db: Database, id: string): Promise<boolean> {
  const sql = `DELETE FROM mailboxes WHERE id = $1 AND NOT is_default RETURNING id`;
  return (await query(db, sql, [id])).length === 1;
}

async function hasDefault(db: Database, transaction: Transaction): Promise<boolean> {
  const sql = 'SELECT id FROM mailboxes WHERE is_default';
  return (await query(db, sql, [], transaction)).length > 0;
}

async function makeDefault(db: Database, id: string, transaction: Transaction): Promise<void> {
  const unset = 'UPDATE mailboxes SET is_default = false WHERE is_default AND id <> $1';
  await query(db, unset, [id], transaction);
  await query(db, 'UPDATE mailboxes SET is_default = true WHERE id = $1', [id], transaction);
}
