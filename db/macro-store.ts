import type { ChangesAlong } from '../domain/ticket/command';
import { query, type Database, type Transaction } from './database';

export const macroVisibilities = ['all', 'team', 'private'] as const;

/** What a macro changes; `me` is whoever uses it. */
export interface MacroChanges extends Omit<ChangesAlong, 'assigneeId'> {
  assignee?: string | null;
}

/** A text with placeholders, and changes, that agents use again and again. */
export interface Macro {
  id: string;
  name: string;
  /** A word that finds it at once. */
  shortcut: string | null;
  /** A template; empty when it only changes something. */
  text: string;
  changes: MacroChanges;
  visibility: (typeof macroVisibilities)[number];
  /** The team that sees it. */
  teamId: string | null;
  /** The agent or API key that made it. */
  ownerId: string;
}

export type MacroFields = Omit<Macro, 'id' | 'ownerId'>;

const columns = `id, name, shortcut, text, changes, visibility, team_id AS "teamId",
  owner_id AS "ownerId"`;

const visible = `(visibility = 'all' OR owner_id = $1 OR (visibility = 'team' AND ($2 OR team_id IN
  (SELECT team_id FROM team_members WHERE agent_id::text = $1))))`;

/** Who looks; `all`: an admin, who sees what every team has. */
export interface MacroViewer {
  id: string;
  all: boolean;
}

/** The macros that somebody sees, by name. */
export function listMacros(db: Database, viewer: MacroViewer): Promise<Macro[]> {
  return query(
    db,
    `SELECT ${columns} FROM macros WHERE ${visible} ORDER BY lower(name), id LIMIT 500`,
    [viewer.id, viewer.all],
  );
}

/** One macro, if the viewer sees it. */
export async function findMacro(
  db: Database,
  id: string,
  viewer: MacroViewer,
  transaction?: Transaction,
): Promise<Macro | null> {
  const sql = `SELECT ${columns} FROM macros WHERE ${visible} AND id = $3`;
  const [row] = await query<Macro>(db, sql, [viewer.id, viewer.all, id], transaction);
  return row ?? null;
}

export async function createMacro(
  db: Database,
  ownerId: string,
  macro: MacroFields,
  transaction: Transaction,
): Promise<Macro> {
  const [row] = await query<Macro>(
    db,
    `INSERT INTO macros (owner_id, name, shortcut, text, changes, visibility, team_id)
     VALUES ($1, $2, $3, $4, $5::jsonb, $6, $7) RETURNING ${columns}`,
    [ownerId, ...valuesOf(macro)],
    transaction,
  );
  return row!;
}

/** Puts the macro in place of the one with its id. */
export async function replaceMacro(
  db: Database,
  id: string,
  macro: MacroFields,
  transaction: Transaction,
): Promise<Macro> {
  const [row] = await query<Macro>(
    db,
    `UPDATE macros SET name = $2, shortcut = $3, text = $4, changes = $5::jsonb, visibility = $6,
       team_id = $7, updated_at = now() WHERE id = $1 RETURNING ${columns}`,
    [id, ...valuesOf(macro)],
    transaction,
  );
  return row!;
}

export async function deleteMacro(
  db: Database,
  id: string,
  transaction: Transaction,
): Promise<void> {
  await query(db, 'DELETE FROM macros WHERE id = $1', [id], transaction);
}

export async function isTeamMember(
  db: Database,
  teamId: string,
  agentId: string,
): Promise<boolean> {
  const sql = `SELECT 1 FROM team_members WHERE team_id = $1 AND agent_id::text = $2`;
  return (await query(db, sql, [teamId, agentId])).length > 0;
}

function valuesOf({ name, shortcut, text, changes, visibility, teamId }: MacroFields): unknown[] {
  return [name, shortcut, text, JSON.stringify(changes), visibility, teamId];
}
