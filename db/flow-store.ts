import type { Actor } from '../domain/ticket/command';
import type { CompiledFlow } from '../flows/engine/definition';
import { query, type Database, type Transaction } from './database';

/** A Flow as admins see it: the draft they edit and which version is published. */
export interface StoredFlow {
  id: string;
  slug: string;
  title: string;
  description: string;
  enabled: boolean;
  publishedVersion: number | null;
  draft: unknown;
  draftBy: Actor | null;
  draftAt: Date | null;
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
}

const columns = `id, slug, title, description, enabled, published_version AS "publishedVersion",
  draft, draft_by AS "draftBy", draft_at AS "draftAt", changed_by AS "changedBy",
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

/** Flows after `afterSlug`, by slug. */
export async function listFlows(
  db: Database,
  { afterSlug, limit }: { afterSlug: string; limit: number },
): Promise<StoredFlow[]> {
  const sql = `SELECT ${columns} FROM flows WHERE slug > $1 ORDER BY slug LIMIT $2`;
  return query<StoredFlow>(db, sql, [afterSlug, limit]);
}

/** A new Flow that is only a draft; null when its slug is taken. */
export async function createFlow(
  db: Database,
  draft: { slug: string; title: string; description: string; document: unknown; by: Actor },
  transaction?: Transaction,
): Promise<StoredFlow | null> {
  const [row] = await query<StoredFlow>(
    db,
    `INSERT INTO flows (slug, title, description, draft, draft_by, draft_at, changed_by)
     VALUES ($1, $2, $3, $4, $5, now(), $5) ON CONFLICT (slug) DO NOTHING RETURNING ${columns}`,
    [draft.slug, draft.title, draft.description, json(draft.document), json(draft.by)],
    transaction,
  );
  return row ?? null;
}

export async function saveDraft(
  db: Database,
  id: string,
  draft: { document: unknown; by: Actor },
  transaction?: Transaction,
): Promise<void> {
  await query(
    db,
    `UPDATE flows SET draft = $2, draft_by = $3, draft_at = now(), updated_at = now() WHERE id = $1`,
    [id, json(draft.document), json(draft.by)],
    transaction,
  );
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
     ), told AS (UPDATE flow_revision SET revision = revision + 1)
     UPDATE flows SET published_version = added.version, title = $2, description = $3,
       draft = $4::jsonb, draft_by = $8::jsonb, draft_at = now(), changed_by = $8::jsonb,
       updated_at = now()
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

/** On: new events start it. Off: they do not; runs that are under way go on. */
export async function setFlowEnabled(
  db: Database,
  id: string,
  enabled: boolean,
  by: Actor,
  transaction?: Transaction,
): Promise<void> {
  await query(
    db,
    `WITH told AS (UPDATE flow_revision SET revision = revision + 1)
     UPDATE flows SET enabled = $2, changed_by = $3, updated_at = now()
     WHERE id = $1 AND enabled <> $2`,
    [id, enabled, json(by)],
    transaction,
  );
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

/** A Flow that is published and switched on, by its slug. */
export async function findPublishedFlow(
  db: Database,
  slug: string,
  transaction?: Transaction,
): Promise<PublishedFlow | null> {
  const [row] = await query<PublishedFlow>(
    db,
    `SELECT f.id, f.slug, f.title, v.version, v.compiled FROM flows f
     JOIN flow_versions v ON v.flow_id = f.id AND v.version = f.published_version
     WHERE f.enabled AND f.slug = $1`,
    [slug],
    transaction,
  );
  return row ?? null;
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
