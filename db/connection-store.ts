import type { ConnectionFacts } from '../domain/connection/connection';
import { query, type Database } from './database';
import { orAlreadyExists } from './unique';

/** What Flows sign in with at another program. */
export interface Connection extends ConnectionFacts {
  id: string;
  /** Null for `none` only. */
  sealedSecret: string | null;
  secretSetAt: Date | null;
  createdAt: Date;
}

const columns = `id, name, title, base_url AS "baseUrl", kind, user_name AS "userName",
  header_name AS "headerName", secret AS "sealedSecret", secret_set_at AS "secretSetAt",
  created_at AS "createdAt"`;

export async function listConnections(db: Database): Promise<Connection[]> {
  return query(db, `SELECT ${columns} FROM connections ORDER BY lower(title), id`);
}

export async function findConnection(db: Database, id: string): Promise<Connection | null> {
  const sql = `SELECT ${columns} FROM connections WHERE id = $1`;
  return (await query<Connection>(db, sql, [id]))[0] ?? null;
}

export async function findConnectionNamed(db: Database, name: string): Promise<Connection | null> {
  const sql = `SELECT ${columns} FROM connections WHERE name = $1`;
  return (await query<Connection>(db, sql, [name]))[0] ?? null;
}

/** Those of these names that there are; a name is its own id, since it never changes. */
export async function findConnectionNames(
  db: Database,
  names: readonly string[],
): Promise<Map<string, string>> {
  const sql = 'SELECT name FROM connections WHERE name = ANY($1::text[])';
  const rows = await query<{ name: string }>(db, sql, [names]);
  return new Map(rows.map(({ name }) => [name, name]));
}

/** Throws `already-exists` when another one has the name. */
export async function createConnection(
  db: Database,
  given: ConnectionFacts & { sealedSecret: string | null },
): Promise<Connection> {
  const { name, title, baseUrl, kind, userName, headerName, sealedSecret } = given;
  return orAlreadyExists('name', `Another connection has the name ${name}.`, async () => {
    const [row] = await query<Connection>(
      db,
      `INSERT INTO connections
         (name, title, base_url, kind, user_name, header_name, secret, secret_set_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, CASE WHEN $7::text IS NOT NULL THEN now() END)
       RETURNING ${columns}`,
      [name, title, baseUrl, kind, userName, headerName, sealedSecret],
    );
    return row!;
  });
}

/** Null when there is no such connection. A secret that is the stored one stays set when it was. */
export async function changeConnection(
  db: Database,
  id: string,
  change: Omit<ConnectionFacts, 'name'> & { sealedSecret: string | null },
): Promise<Connection | null> {
  const { title, baseUrl, kind, userName, headerName, sealedSecret } = change;
  const [row] = await query<Connection>(
    db,
    `UPDATE connections SET title = $2, base_url = $3, kind = $4, user_name = $5, header_name = $6,
       secret = $7, secret_set_at = CASE WHEN $7::text IS NULL THEN NULL
         WHEN secret = $7 THEN secret_set_at ELSE now() END
     WHERE id = $1 RETURNING ${columns}`,
    [id, title, baseUrl, kind, userName, headerName, sealedSecret],
  );
  return row ?? null;
}

export async function deleteConnection(db: Database, id: string): Promise<boolean> {
  const sql = 'DELETE FROM connections WHERE id = $1 RETURNING id';
  return (await query(db, sql, [id])).length === 1;
}

/** The switched-on Flows whose newest version names this connection, by title. */
export async function flowsWithConnection(db: Database, name: string): Promise<string[]> {
  const rows = await query<{ title: string }>(
    db,
    `SELECT f.title FROM flows f
     JOIN flow_versions v ON v.flow_id = f.id AND v.version = f.published_version
     WHERE f.enabled AND EXISTS (
       SELECT FROM jsonb_each(v.compiled->'inputs') i WHERE i.value->>'connection' = $1)
     ORDER BY lower(f.title), f.id`,
    [name],
  );
  return rows.map(({ title }) => title);
}
