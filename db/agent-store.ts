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
  active: boolean;
  createdAt: string;
}

export interface NewAgent {
  name: string;
  email: string;
  role: Agent['role'];
  active?: boolean | undefined;
  /** Argon2id; null or absent: cannot sign in by password. */
  passwordHash?: string | null | undefined;
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
  const { name, email, role, active = true, passwordHash = null } = agent;
  const values = { name, email: email.trim(), role, active, passwordHash };
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
  const found = await agentModel(db).findByPk(id, { transaction, lock: true });
  if (!found) return null;
  return emailIsFree(async () =>
    agentFromModel(await found.update(given(fields), { transaction })),
  );
}

export async function deleteAgent(
  db: Database,
  id: string,
  transaction: Transaction,
): Promise<boolean> {
  return (await agentModel(db).destroy({ where: { id }, transaction })) > 0;
}

/** Holds all admins' rows, so that two requests cannot each take the other's last one away. */
export async function holdActiveAdmins(db: Database, transaction: Transaction): Promise<string[]> {
  const rows = await query<{ id: string }>(
    db,
    `SELECT id FROM agents WHERE role = 'admin' AND active ORDER BY id FOR UPDATE`,
    [],
    transaction,
  );
  return rows.map((row) => row.id);
}

export async function countAssigned(
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
  const { id, name, email, role, active, createdAt } = model;
  return { id, name, email, role, active, createdAt: createdAt.toISOString() };
}
