import { query, type Database, type Transaction } from './database';

/** `invitation`: an agent's first way in. `password-reset`: for one who forgot it. */
export type AccountLinkKind = 'invitation' | 'password-reset';

export interface AccountLink {
  kind: AccountLinkKind;
  agent: { id: string; name: string; email: string };
}

/** Keeps a link by its token's hash. An invitation takes the place of the ones before it. */
export async function addAccountLink(
  db: Database,
  link: { kind: AccountLinkKind; agentId: string; tokenHash: Buffer; hours: number },
  transaction: Transaction,
): Promise<void> {
  if (link.kind === 'invitation') await removeAccountLinks(db, link.agentId, transaction);
  await query(
    db,
    `INSERT INTO account_links (token_hash, kind, agent_id, expires_at)
     VALUES ($1, $2, $3, now() + $4::int * interval '1 hour')`,
    [link.tokenHash, link.kind, link.agentId, link.hours],
    transaction,
  );
}

const usable = `l.token_hash = $1 AND l.agent_id = a.id AND l.expires_at > now()
    AND CASE l.kind WHEN 'invitation' THEN a.invited_at IS NOT NULL ELSE a.active END`;

/** The link of a token, while it can be used. */
export async function findAccountLink(
  db: Database,
  tokenHash: Buffer,
): Promise<AccountLink | null> {
  const [row] = await query<AccountLink>(
    db,
    `SELECT l.kind, jsonb_build_object('id', a.id, 'name', a.name, 'email', a.email) AS agent
     FROM account_links l, agents a WHERE ${usable}`,
    [tokenHash],
  );
  return row ?? null;
}

/** Uses a link up, and every other one of its agent with it: null when it cannot be used. */
export async function takeAccountLink(
  db: Database,
  tokenHash: Buffer,
  transaction: Transaction,
): Promise<{ agentId: string } | null> {
  // The agent first, as whoever changes them does; their links stand still then.
  await query(
    db,
    `SELECT 1 FROM agents WHERE id = (SELECT agent_id FROM account_links WHERE token_hash = $1)
     FOR NO KEY UPDATE`,
    [tokenHash],
    transaction,
  );
  const [row] = await query<{ agentId: string }>(
    db,
    `DELETE FROM account_links l USING agents a WHERE ${usable} RETURNING a.id AS "agentId"`,
    [tokenHash],
    transaction,
  );
  if (row) await removeAccountLinks(db, row.agentId, transaction);
  return row ?? null;
}

/** What was sent before opens nothing any more. */
export async function removeAccountLinks(
  db: Database,
  agentId: string,
  transaction: Transaction,
): Promise<void> {
  const sql = 'DELETE FROM account_links WHERE agent_id = $1 OR expires_at < now()';
  await query(db, sql, [agentId], transaction);
}

/** How many links of a kind can be used by an agent now. Whoever else asks waits for this one. */
export async function countAccountLinks(
  db: Database,
  { kind, agentId }: { kind: AccountLinkKind; agentId: string },
  transaction: Transaction,
): Promise<number> {
  await query(db, 'SELECT 1 FROM agents WHERE id = $1 FOR NO KEY UPDATE', [agentId], transaction);
  const [row] = await query<{ count: number }>(
    db,
    `SELECT count(*)::int AS count FROM account_links
     WHERE agent_id = $1 AND kind = $2 AND expires_at > now()`,
    [agentId, kind],
    transaction,
  );
  return row!.count;
}
