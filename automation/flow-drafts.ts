import { inTransaction, type Database, type Transaction } from '../db/database';
import { recordFlowChange } from '../db/flow-change-store';
import {
  deleteDraft,
  findDraft,
  listDrafts,
  saveDraft,
  type FlowDraft,
} from '../db/flow-draft-store';
import { createFlow, deleteForgottenFlow, findVersion, type StoredFlow } from '../db/flow-store';
import { DomainError } from '../domain/domain-error';
import type { Actor } from '../domain/ticket/command';
import type { FlowDocument } from '../flows/language/document';
import { ofSameSlug, requireFlow } from './publish-flow';

/** What somebody has before them who edits a Flow. */
export interface Editing {
  document: unknown;
  /** The version that it began with; null: nothing was published then. */
  baseVersion: number | null;
  /** Their own draft; null: they would begin with the published document. */
  own: FlowDraft | null;
}

/**
 * Somebody's own draft; without one what is published; and of a Flow of which nothing is published
 * the newest draft that anybody has.
 */
export async function editingOf(
  db: Database,
  flow: StoredFlow,
  personId: string,
): Promise<Editing> {
  const own = await findDraft(db, flow.id, personId);
  if (own) return { document: own.document, baseVersion: own.baseVersion, own };
  if (flow.publishedVersion !== null) {
    const published = await findVersion(db, flow.id, flow.publishedVersion);
    return { document: published!.document, baseVersion: flow.publishedVersion, own: null };
  }
  const [newest] = await listDrafts(db, [flow.id]);
  return { document: newest?.document ?? null, baseVersion: null, own: null };
}

/** A new Flow with its maker's draft. Null when its slug is taken. */
export async function makeFlow(
  db: Database,
  document: FlowDocument,
  by: Actor,
  transaction: Transaction,
): Promise<StoredFlow | null> {
  const { flow: slug, title, description = '' } = document;
  const flow = await createFlow(db, { slug, title, description, by }, transaction);
  if (!flow) return null;
  const draft = { flowId: flow.id, person: by, document, baseVersion: null };
  await saveDraft(db, draft, transaction);
  await recordFlowChange(db, flow.id, { what: 'created', by }, transaction);
  return flow;
}

/**
 * Keeps what somebody wrote as their draft; nobody else's is touched. Without `baseVersion` it
 * began where the draft did, or with what is published. Throws `flow-not-found`, `flow-invalid`,
 * `flow-version-not-found`.
 */
export async function keepDraft(
  db: Database,
  idOrSlug: string,
  { document, by, baseVersion }: { document: unknown; by: Actor; baseVersion?: number | undefined },
): Promise<StoredFlow> {
  const flow = await requireFlow(db, idOrSlug);
  ofSameSlug(flow, document);
  if (baseVersion !== undefined) await requireVersion(db, flow, baseVersion);
  const base = baseVersion ?? (await editingOf(db, flow, by.id)).baseVersion;
  await saveDraft(db, { flowId: flow.id, person: by, document, baseVersion: base });
  return flow;
}

/**
 * Throws somebody's draft away. A Flow of which nothing was published goes with its last draft.
 * Throws `flow-not-found`.
 */
export async function discardDraft(
  db: Database,
  idOrSlug: string,
  personId: string,
): Promise<void> {
  const flow = await requireFlow(db, idOrSlug);
  await inTransaction(db, async (transaction) => {
    await deleteDraft(db, flow.id, personId, transaction);
    await deleteForgottenFlow(db, flow.id, transaction);
  });
}

/** The document of a version. Throws `flow-version-not-found`. */
export async function requireVersion(
  db: Database,
  { id, slug }: StoredFlow,
  version: number,
): Promise<unknown> {
  const found = await findVersion(db, id, version);
  if (found) return found.document;
  throw new DomainError('flow-version-not-found', `${slug} has no version ${version}.`);
}
