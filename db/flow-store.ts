import type { Actor } from '../domain/ticket/command';
import type { CompiledFlow } from '../flows/engine/definition';
import { query, type Database, type Transaction } from './database';

/** A Flow as admins see it; what they are editing is in flow-draft-store.ts. */
export interface StoredFlow {
  id: string;
  slug: string;
  title: string;
  description: string;
  enabled: boolean;
  publishedVersion: number | null;
  /** While it is paused, what its events would start is held. */
  pausedAt: Date | null;
  /** Off and put away. Its slug stays taken. */
  archivedAt: Date | null;
  changedBy: Actor | null;
  createdAt: Date;
  updatedAt: Date;
}

export interface FlowVersion {
  version: number;
  document: unknown;
  hash: string;
  note: string;
  publishedBy: Actor;
  publishedAt: Date;
}

/** What matching and running need of a published Flow. */
export interface PublishedFlow {
  id: string;
  slug: string;
  title: string;
  version: number;
  compiled: CompiledFlow;
  /** Its runs are to be held. */
  paused: boolean;
}

const columns = `id, slug, title, description, enabled, published_version AS "publishedVersion",
  paused_at AS "pausedAt", archived_at AS "archivedAt", changed_by AS "changedBy",
  created_at AS "createdAt", updated_at AS "updatedAt"`;

const versionColumns = `version, document, hash, note, published_by AS "publishedBy",
  published_at AS "publishedAt"`;

/** By id or by slug. */
export async function findFlow(
  db: Database,
  idOrSlug: string,
  transaction?: Transaction,
): Promise<StoredFlow | null> {
  const lock = transaction ? 'FOR UPDATE' : '';
  const sql = `SELECT ${columns} FROM flows WHERE id::text = $1 OR slug = $1 ${lock}`;
  const [row] = await query<StoredFlow>(db, sql, [idOrSlug], transaction);
  return row ?? null;
}

/** Flows after `afterSlug`, by slug: those that are archived, or all others. */
export async function listFlows(
  db: Database,
  { archived, afterSlug, limit }: { archived: boolean; afterSlug: string; limit: number },
): Promise<StoredFlow[]> {
  const sql = `SELECT ${columns} FROM flows
    WHERE slug > $1 AND (archived_at IS NOT NULL) = $2 ORDER BY slug LIMIT $3`;
  return query<StoredFlow>(db, sql, [afterSlug, archived, limit]);
}

/** A new Flow of which nothing is published; null when its slug is taken. */
export async function createFlow(
  db: Database,
  flow: { slug: string; title: string; description: string; by: Actor },
  transaction?: Transaction,
): Promise<StoredFlow | null> {
  const [row] = await query<StoredFlow>(
    db,
    `INSERT INTO flows (slug, title, description, changed_by)
     VALUES ($1, $2, $3, $4) ON CONFLICT (slug) DO NOTHING RETURNING ${columns}`,
    [flow.slug, flow.title, flow.description, json(flow.by)],
    transaction,
  );
  return row ?? null;
}

/** When nothing of it was ever published and nobody has a draft any more. */
export async function deleteForgottenFlow(
  db: Database,
  id: string,
  transaction: Transaction,
): Promise<void> {
  const sql = `DELETE FROM flows WHERE id = $1 AND published_version IS NULL
    AND NOT EXISTS (SELECT 1 FROM flow_drafts WHERE flow_id = $1)`;
  await query(db, sql, [id], transaction);
}

/** Adds a version and makes it the one that new events use; answers its number. */
export async function storeVersion(
  db: Database,
  id: string,
  published: {
    title: string;
    description: string;
    document: unknown;
    compiled: CompiledFlow;
    hash: string;
    note: string;
    by: Actor;
  },
  transaction: Transaction,
): Promise<number> {
  const [row] = await query<{ version: number }>(
    db,
    `WITH added AS (
       INSERT INTO flow_versions (flow_id, version, document, compiled, hash, note, published_by)
       SELECT $1, coalesce(max(version), 0) + 1, $4::jsonb, $5::jsonb, $6, $7, $8::jsonb
       FROM flow_versions WHERE flow_id = $1
       RETURNING version
     )
     UPDATE flows SET published_version = added.version, title = $2, description = $3,
       changed_by = $8::jsonb, updated_at = now()
     FROM added WHERE id = $1 RETURNING added.version`,
    [
      id,
      published.title,
      published.description,
      json(published.document),
      json(published.compiled),
      published.hash,
      published.note,
      json(published.by),
    ],
    transaction,
  );
  return row!.version;
}

/** Newest first. */
export async function listVersions(
  db: Database,
  id: string,
  transaction?: Transaction,
): Promise<FlowVersion[]> {
  const sql = `SELECT ${versionColumns} FROM flow_versions WHERE flow_id = $1 ORDER BY version DESC`;
  return query<FlowVersion>(db, sql, [id], transaction);
}

export async function findVersion(
  db: Database,
  id: string,
  version: number,
): Promise<FlowVersion | null> {
  const sql = `SELECT ${versionColumns} FROM flow_versions WHERE flow_id = $1 AND version = $2`;
  const [row] = await query<FlowVersion>(db, sql, [id, version]);
  return row ?? null;
}

/** Flows that are published, switched on and may be called, among these slugs: slug by slug. */
export async function findCallableSlugs(
  db: Database,
  slugs: readonly string[],
): Promise<Map<string, string>> {
  const flows = await callableFlows(db, slugs);
  return new Map(flows.map(({ slug }) => [slug, slug]));
}

/** The same with what they take and answer; of all when no slugs are given. */
export async function callableFlows(
  db: Database,
  slugs: readonly string[] | null = null,
): Promise<Pick<PublishedFlow, 'slug' | 'compiled'>[]> {
  return query<Pick<PublishedFlow, 'slug' | 'compiled'>>(
    db,
    `SELECT f.slug, v.compiled FROM flows f
     JOIN flow_versions v ON v.flow_id = f.id AND v.version = f.published_version
     WHERE f.enabled AND v.compiled ? 'called' AND ($1::text[] IS NULL OR f.slug = ANY($1))`,
    [slugs],
  );
}

/** A Flow that is published and switched on, by its id or slug. */
export async function findPublishedFlow(
  db: Database,
  idOrSlug: string,
  transaction?: Transaction,
): Promise<PublishedFlow | null> {
  const [row] = await query<PublishedFlow>(
    db,
    `SELECT f.id, f.slug, f.title, v.version, v.compiled, f.paused_at IS NOT NULL AS paused
     FROM flows f JOIN flow_versions v ON v.flow_id = f.id AND v.version = f.published_version
     WHERE f.enabled AND (f.id::text = $1 OR f.slug = $1)`,
    [idOrSlug],
    transaction,
  );
  return row ?? null;
}

/** A Flow that people can run, with what its button says and the inputs that it asks for. */
export interface ManualFlow {
  id: string;
  slug: string;
  description: string;
  manual: NonNullable<CompiledFlow['manual']>;
}

/** By the title of the button. */
export async function manualFlows(db: Database): Promise<ManualFlow[]> {
  return query<ManualFlow>(
    db,
    `SELECT f.id, f.slug, f.description, v.compiled->'manual' AS manual FROM flows f
     JOIN flow_versions v ON v.flow_id = f.id AND v.version = f.published_version
     WHERE f.enabled AND v.compiled ? 'manual' ORDER BY v.compiled->'manual'->>'title', f.slug`,
  );
}

function json(value: unknown): string {
  return JSON.stringify(value);
}

/** The published documents of these Flows, by id. */
export async function publishedDocuments(
  db: Database,
  ids: string[],
): Promise<Map<string, unknown>> {
  const rows = await query<{ id: string; document: unknown }>(
    db,
    `SELECT f.id, v.document FROM flows f
     JOIN flow_versions v ON v.flow_id = f.id AND v.version = f.published_version
     WHERE f.id = ANY($1::uuid[])`,
    [ids],
  );
  return new Map(rows.map(({ id, document }) => [id, document]));
}
