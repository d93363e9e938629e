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

/**
 * Macros that everybody or a team sees among these names and ids: the id of each by its name in
 * lower case. Of several with one name, everybody's comes first, then the older.
 */
export async function findSharedMacroIds(
  db: Database,
  names: readonly string[],
): Promise<Map<string, string>> {
  if (names.length === 0) return new Map();
  const wanted = [...new Set(names.map((name) => name.toLowerCase()))];
  const rows = await query<{ name: string; id: string }>(
    db,
    `SELECT DISTINCT ON (wanted.name) wanted.name, m.id FROM unnest($1::text[]) AS wanted(name)
     JOIN macros m ON m.visibility <> 'private'
       AND (lower(m.name) = wanted.name OR m.id::text = wanted.name)
     ORDER BY wanted.name, m.visibility, m.created_at, m.id`,
    [wanted],
  );
  return new Map(rows.map(({ name, id }) => [name, id]));
}

/** One that everybody or a team sees, by name or id. */
export async function findSharedMacro(db: Database, name: string): Promise<Macro | null> {
  const id = (await findSharedMacroIds(db, [name])).get(name.toLowerCase());
  if (id === undefined) return null;
  const [row] = await query<Macro>(db, `SELECT ${columns} FROM macros WHERE id = $1`, [id]);
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
