import { query, type Database } from './database';

export interface Installation {
  /** Part of every workflow id, so that two databases on one Temporal server never meet. */
  id: string;
  /** 32 bytes; keys reference tags and cursors. Never shown, logged or put in a history. */
  secret: Buffer;
}

/** Who this database is: made once, by the first migration. */
export async function readInstallation(db: Database): Promise<Installation> {
  const [row] = await query<Installation>(db, 'SELECT id, secret FROM installation');
  if (!row) throw new Error('the database has no installation row: run the migrations');
  return row;
}
