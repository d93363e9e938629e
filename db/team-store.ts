import { query, type Database, type Transaction } from './database';
import { orAlreadyExists } from './unique';

/** Agents who share work; a ticket has at most one team. */
export interface Team {
  id: string;
  name: string;
  members: { id: string; name: string }[];
}

const select = `SELECT t.id, t.name, coalesce((
    SELECT json_agg(json_build_object('id', a.id, 'name', a.name) ORDER BY a.name, a.id)
    FROM team_members m JOIN agents a ON a.id = m.agent_id WHERE m.team_id = t.id), '[]') AS members
  FROM teams t`;

/** All teams by name; there are few. */
export async function allTeams(db: Database): Promise<Team[]> {
  return query(db, `${select} ORDER BY lower(t.name), t.id`);
}

export async function findTeam(
  db: Database,
  id: string,
  transaction?: Transaction,
): Promise<Team | null> {
  const [team] = await query<Team>(db, `${select} WHERE t.id = $1`, [id], transaction);
  return team ?? null;
}

/** Adds a team with its members. Throws `already-exists` when the name is taken. */
export async function createTeam(
  db: Database,
  { name, memberIds }: { name: string; memberIds: readonly string[] },
  transaction: Transaction,
): Promise<Team> {
  return orAlreadyExists('name', nameTaken(name), async () => {
    const sql = 'INSERT INTO teams (name) VALUES ($1) RETURNING id';
    const [row] = await query<{ id: string }>(db, sql, [name], transaction);
    await setMembers(db, row!.id, memberIds, transaction);
    return (await findTeam(db, row!.id, transaction))!;
  });
}

/** Changes the name, the members or both; null when there is no such team. */
export async function updateTeam(
  db: Database,
  id: string,
  { name, memberIds }: { name?: string | undefined; memberIds?: readonly string[] | undefined },
  transaction: Transaction,
): Promise<Team | null> {
  return orAlreadyExists('name', nameTaken(name ?? ''), async () => {
    const sql = 'UPDATE teams SET name = coalesce($2, name) WHERE id = $1 RETURNING id';
    const [row] = await query(db, sql, [id, name ?? null], transaction);
    if (!row) return null;
    if (memberIds) await setMembers(db, id, memberIds, transaction);
    return findTeam(db, id, transaction);
  });
}

/** Removes a team that no ticket has; answers how many still have it. */
export async function deleteTeam(
  db: Database,
  id: string,
  transaction: Transaction,
): Promise<{ tickets: number }> {
  // Waits for a ticket that takes the team at this moment; the count below then sees it.
  await query(db, 'SELECT 1 FROM teams WHERE id = $1 FOR UPDATE', [id], transaction);
  const [row] = await query<{ tickets: number }>(
    db,
    `WITH used AS (SELECT count(*)::int AS tickets FROM tickets WHERE team_id = $1),
     gone AS (DELETE FROM teams WHERE id = $1 AND (SELECT tickets FROM used) = 0)
     SELECT tickets FROM used`,
    [id],
    transaction,
  );
  return row!;
}

/** Keeps a team from being removed until the transaction ends; false when there is none. */
export async function keepTeam(
  db: Database,
  id: string,
  transaction: Transaction,
): Promise<boolean> {
  const sql = 'SELECT 1 FROM teams WHERE id = $1 FOR KEY SHARE';
  return (await query(db, sql, [id], transaction)).length === 1;
}

/** Who may only read is in no team. */
export async function leaveTeams(
  db: Database,
  agentId: string,
  transaction: Transaction,
): Promise<void> {
  await query(db, 'DELETE FROM team_members WHERE agent_id = $1', [agentId], transaction);
}

async function setMembers(
  db: Database,
  teamId: string,
  memberIds: readonly string[],
  transaction: Transaction,
): Promise<void> {
  await query(db, 'DELETE FROM team_members WHERE team_id = $1', [teamId], transaction);
  await query(
    db,
    `INSERT INTO team_members (team_id, agent_id) SELECT $1, unnest($2::uuid[])
     ON CONFLICT DO NOTHING`,
    [teamId, memberIds],
    transaction,
  );
}

function nameTaken(name: string): string {
  return `Another team has the name ${name}.`;
}

/** The teams of these names and ids: the id of each by its name in lower case. */
export async function findTeamIds(
  db: Database,
  names: readonly string[],
  transaction?: Transaction,
): Promise<Map<string, string>> {
  if (names.length === 0) return new Map();
  const wanted = [...new Set(names.map((name) => name.toLowerCase()))];
  const rows = await query<{ name: string; id: string }>(
    db,
    `SELECT wanted.name, t.id FROM unnest($1::text[]) AS wanted(name)
     JOIN teams t ON lower(t.name) = wanted.name OR t.id::text = wanted.name`,
    [wanted],
    transaction,
  );
  return new Map(rows.map(({ name, id }) => [name, id]));
}

/** The active members of a team, by name. */
export async function membersToWriteTo(
  db: Database,
  teamId: string,
): Promise<{ id: string; email: string }[]> {
  return query(
    db,
    `SELECT a.id, a.email FROM team_members m JOIN agents a ON a.id = m.agent_id
     WHERE m.team_id = $1 AND a.active ORDER BY lower(a.name), a.id`,
    [teamId],
  );
}
