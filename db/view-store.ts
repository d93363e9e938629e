import { query, type Database, type Transaction } from './database';

export const viewVisibilities = ['private', 'team', 'all'] as const;

export interface SavedView {
  id: string;
  name: string;
  visibility: (typeof viewVisibilities)[number];
  /** Whose members see it, when a team does. */
  teamId: string | null;
  /** The agent or API key that made it; null: it came with the product. */
  ownerId: string | null;
  /** The query of the list as an address holds it. */
  filter: Record<string, string>;
  sort: string;
  columns: string[];
  /** Which one of those that came with the product. */
  shipped: string | null;
}

export type ViewFields = Pick<
  SavedView,
  'name' | 'visibility' | 'teamId' | 'filter' | 'sort' | 'columns'
>;

const columns = `id, name, visibility, team_id AS "teamId", owner_id AS "ownerId", filter, sort, columns, shipped`;

/** The views that somebody sees: everybody's, their teams' and their own. */
export function listSavedViews(db: Database, viewerId: string): Promise<SavedView[]> {
  return query(
    db,
    `SELECT ${columns} FROM views WHERE visibility = 'all' OR owner_id = $1 OR (visibility = 'team' AND team_id IN (
       SELECT team_id FROM team_members WHERE agent_id::text = $1))
     ORDER BY position, lower(name), id LIMIT 200`,
    [viewerId],
  );
}

export async function findSavedView(
  db: Database,
  id: string,
  transaction: Transaction,
): Promise<SavedView | null> {
  const sql = `SELECT ${columns} FROM views WHERE id = $1 FOR UPDATE`;
  const [row] = await query<SavedView>(db, sql, [id], transaction);
  return row ?? null;
}

export async function createSavedView(
  db: Database,
  ownerId: string,
  view: ViewFields,
  transaction: Transaction,
): Promise<SavedView> {
  const [row] = await query<SavedView>(
    db,
    `INSERT INTO views (owner_id, name, visibility, filter, sort, columns, team_id)
     VALUES ($1, $2, $3, $4::jsonb, $5, $6::text[], $7) RETURNING ${columns}`,
    [
      ownerId,
      view.name,
      view.visibility,
      JSON.stringify(view.filter),
      view.sort,
      view.columns,
      view.teamId,
    ],
    transaction,
  );
  return row!;
}

/** Changes what is given. A view that came with the product and got another name is nobody's default any more. */
export async function updateSavedView(
  db: Database,
  id: string,
  changes: { [F in keyof ViewFields]?: ViewFields[F] | undefined },
  transaction: Transaction,
): Promise<SavedView> {
  const { name, visibility, filter, sort } = changes;
  const [row] = await query<SavedView>(
    db,
    `UPDATE views SET name = coalesce($2, name), visibility = coalesce($3, visibility),
       filter = coalesce($4::jsonb, filter), sort = coalesce($5, sort),
       columns = coalesce($6::text[], columns), updated_at = now(),
       team_id = CASE WHEN $3::text IS NULL THEN team_id ELSE $7::uuid END,
       shipped = CASE WHEN $2::text IS NULL OR $2 = name THEN shipped END
     WHERE id = $1 RETURNING ${columns}`,
    [
      id,
      name ?? null,
      visibility ?? null,
      filter ? JSON.stringify(filter) : null,
      sort ?? null,
      changes.columns ?? null,
      changes.teamId ?? null,
    ],
    transaction,
  );
  return row!;
}

export async function deleteSavedView(
  db: Database,
  id: string,
  transaction: Transaction,
): Promise<void> {
  await query(db, 'DELETE FROM views WHERE id = $1', [id], transaction);
}
