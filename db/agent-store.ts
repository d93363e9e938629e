import type { Role } from '../domain/agent/role';
import { comparable } from '../domain/mail/address';
import { query, type Database, type Transaction } from './database';
import { given } from './given';
import { agentModel, type AgentModel } from './models/agent';
import { orAlreadyExists } from './unique';

export interface Agent {
  id: string;
  name: string;
  email: string;
  role: Role;
  /** False for one who was invited and has not come yet. */
  active: boolean;
  createdAt: string;
  invitedAt: string | null;
  lastSeenAt: string | null;
  /** Null when they are not away now; a time that has come ends it. */
  away: Away | null;
}

export interface Away {
  since: string;
  /** Null: until they say that they are back. */
  until: string | null;
  note: string | null;
}

export interface NewAgent {
  name: string;
  email: string;
  role: Agent['role'];
  active?: boolean | undefined;
  /** Argon2id; null or absent: cannot sign in by password. */
  passwordHash?: string | null | undefined;
  /** Who is invited is not active before they have come. */
  invitedAt?: Date | null | undefined;
}

export type AgentChanges = { [F in keyof NewAgent]?: NewAgent[F] | undefined };

/** All agents, by name. There are as many as people in a team, so they are read at once. */
export async function allAgents(db: Database): Promise<Agent[]> {
  const agents = await agentModel(db).findAll({ order: ['name', 'id'] });
  return agents.map(agentFromModel);
}

export async function findAgent(
  db: Database,
  id: string,
  transaction?: Transaction,
): Promise<Agent | null> {
  const found = await agentModel(db).findByPk(id, transaction ? { transaction } : {});
  return found && agentFromModel(found);
}

/** For signing in: the agent with this address and the password's hash. */
export async function findCredentials(
  db: Database,
  email: string,
): Promise<{ agent: Agent; passwordHash: string | null } | null> {
  const [row] = await query<{ id: string }>(db, 'SELECT id FROM agents WHERE lower(email) = $1', [
    comparable(email),
  ]);
  const found = row && (await agentModel(db).findByPk(row.id));
  return found ? { agent: agentFromModel(found), passwordHash: found.passwordHash } : null;
}

/** Throws `already-exists` when the address is another agent's. */
export async function createAgent(
  db: Database,
  agent: NewAgent,
  transaction?: Transaction,
): Promise<Agent> {
  const { name, email, role, active = true, passwordHash = null, invitedAt = null } = agent;
  const values = { name, email: email.trim(), role, active, passwordHash, invitedAt };
  return emailIsFree(async () =>
    agentFromModel(await agentModel(db).create(values, transaction ? { transaction } : {})),
  );
}

/** Changes the given fields; null when there is no such agent. */
export async function updateAgent(
  db: Database,
  id: string,
  fields: AgentChanges,
  transaction: Transaction,
): Promise<Agent | null> {
  const lock = transaction.LOCK.NO_KEY_UPDATE;
  const found = await agentModel(db).findByPk(id, { transaction, lock });
  if (!found) return null;
  return emailIsFree(async () =>
    agentFromModel(await found.update(given(fields), { transaction })),
  );
}

/** Says that an agent is away from now on, or, with null, that they are back. */
export async function setAway(
  db: Database,
  id: string,
  away: { until: Date | null; note: string | null } | null,
): Promise<void> {
  await query(
    db,
    `UPDATE agents SET away_since = CASE WHEN $2 THEN now() END, away_until = $3, away_note = $4
     WHERE id = $1`,
    [id, away !== null, away?.until ?? null, away?.note ?? null],
  );
}

/** Removes an agent to whom no ticket is assigned; answers how many still are, null without agent. */
export async function deleteAgent(
  db: Database,
  id: string,
  transaction: Transaction,
): Promise<{ tickets: number } | null> {
  // Waits for a ticket that is assigned to the agent at this moment; the count then sees it.
  const sql = 'SELECT 1 FROM agents WHERE id = $1 FOR UPDATE';
  const [held] = await query(db, sql, [id], transaction);
  if (!held) return null;
  const tickets = await countAssigned(db, id, transaction);
  if (tickets === 0) await agentModel(db).destroy({ where: { id }, transaction });
  return { tickets };
}

/** Keeps an agent from being removed until the transaction ends; false when there is none. */
export async function keepAgent(
  db: Database,
  id: string,
  transaction: Transaction,
): Promise<boolean> {
  const sql = 'SELECT 1 FROM agents WHERE id = $1 FOR KEY SHARE';
  return (await query(db, sql, [id], transaction)).length === 1;
}

/**
 * Holds all admins' rows, so that two requests cannot each take the other's last one away, and in
 * the same order the row of the agent who is about to change. Answers the active admins.
 */
export async function holdActiveAdmins(
  db: Database,
  changing: string,
  transaction: Transaction,
): Promise<string[]> {
  const rows = await query<{ id: string; isAdmin: boolean }>(
    db,
    `SELECT id, role = 'admin' AND active AS "isAdmin" FROM agents
     WHERE (role = 'admin' AND active) OR id = $1 ORDER BY id FOR NO KEY UPDATE`,
    [changing],
    transaction,
  );
  return rows.filter(({ isAdmin }) => isAdmin).map(({ id }) => id);
}

/** These agents as they are, and stay until the transaction ends. */
export async function holdAgents(
  db: Database,
  ids: readonly string[],
  transaction: Transaction,
): Promise<Pick<Agent, 'id' | 'name' | 'role'>[]> {
  const sql = 'SELECT id, name, role FROM agents WHERE id = ANY($1::uuid[]) ORDER BY id FOR SHARE';
  return query(db, sql, [ids], transaction);
}

async function countAssigned(
  db: Database,
  agentId: string,
  transaction: Transaction,
): Promise<number> {
  const [row] = await query<{ count: number }>(
    db,
    'SELECT count(*)::int AS count FROM tickets WHERE assignee_id = $1',
    [agentId],
    transaction,
  );
  return row!.count;
}

function emailIsFree<T>(write: () => Promise<T>): Promise<T> {
  return orAlreadyExists('email', 'Another agent has this e-mail address.', write);
}

function agentFromModel(model: AgentModel): Agent {
  const { id, name, email, role, active, createdAt, invitedAt, lastSeenAt } = model;
  return {
    id,
    name,
    email,
    role,
    active,
    createdAt: createdAt.toISOString(),
    invitedAt: invitedAt?.toISOString() ?? null,
    lastSeenAt: lastSeenAt?.toISOString() ?? null,
    away: awayFromModel(model),
  };
}

function awayFromModel({ awaySince, awayUntil, awayNote }: AgentModel): Away | null {
  if (!awaySince || (awayUntil && awayUntil.getTime() <= Date.now())) return null;
  return {
    since: awaySince.toISOString(),
    until: awayUntil?.toISOString() ?? null,
    note: awayNote,
  };
}
