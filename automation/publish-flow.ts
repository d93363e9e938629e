import { createHash } from 'node:crypto';
import { inTransaction, type Database, type Transaction } from '../db/database';
import { allCustomFields } from '../db/custom-field-store';
import {
  createFlow,
  findFlow,
  listVersions,
  saveDraft,
  setFlowEnabled,
  storeVersion,
  type StoredFlow,
} from '../db/flow-store';
import { DomainError, type Problem } from '../domain/domain-error';
import type { Actor } from '../domain/ticket/command';
import { canonicalJson } from '../flows/language/canonical';
import { documentProblems, referencesIn } from '../flows/language/check-document';
import { compileFlow } from '../flows/language/compile';
import type { FlowDocument } from '../flows/language/document';
import { readDocument } from '../flows/language/read-document';
import { actionCatalogue } from '../plugins/actions';
import type { CompiledFlow } from '../flows/engine/definition';
import { findReferences } from './find-references';

export interface PublishOptions {
  by: Actor;
  note?: string;
}

/**
 * Publishes a document: makes the Flow if its slug is new, adds a version, switches it on. What is
 * published already stays the version that it is. Throws `flow-invalid` with every problem.
 */
export async function publishFlow(
  db: Database,
  document: unknown,
  { by, note = '' }: PublishOptions,
): Promise<{ id: string; slug: string; version: number }> {
  const checked = await checkFlow(db, document);
  return inTransaction(db, async (transaction) => {
    const { flow: slug, title, description = '' } = checked.document;
    const draft = { slug, title, description, document: checked.document, by };
    const flow =
      (await createFlow(db, draft, transaction)) ?? (await findFlow(db, slug, transaction))!;
    const version = await publishChecked(db, flow, checked, { by, note }, transaction);
    await setFlowEnabled(db, flow.id, true, by, transaction);
    return { id: flow.id, slug, version };
  });
}

/** Publishes what stands in a Flow's draft. Throws `flow-not-found`, `flow-invalid`. */
export async function publishDraft(
  db: Database,
  idOrSlug: string,
  options: PublishOptions,
): Promise<{ id: string; slug: string; version: number }> {
  const flow = await requireFlow(db, idOrSlug);
  ofSameSlug(flow, flow.draft);
  return publishFlow(db, flow.draft, options);
}

/** Makes an earlier version the newest one: nothing that was published is ever changed. */
export async function rollBackFlow(
  db: Database,
  idOrSlug: string,
  { version, by }: { version?: number | undefined; by: Actor },
): Promise<{ id: string; slug: string; version: number }> {
  const flow = await requireFlow(db, idOrSlug);
  const versions = await listVersions(db, flow.id);
  const wanted =
    version === undefined
      ? versions.find((one) => one.version < (flow.publishedVersion ?? 0))
      : versions.find((one) => one.version === version);
  if (!wanted) {
    const known = versions.map((one) => one.version).join(', ') || 'none';
    throw new DomainError(
      'flow-version-not-found',
      `${flow.slug} has no such earlier version; versions: ${known}.`,
    );
  }
  return publishFlow(db, wanted.document, { by, note: `rolled back to ${wanted.version}` });
}

/** A document that may be published, with what it compiles to. */
export interface CheckedFlow {
  document: FlowDocument;
  compiled: CompiledFlow;
  hash: string;
}

/** Everything that publishing checks. Throws `flow-invalid` with every problem by its path. */
export async function checkFlow(db: Database, value: unknown): Promise<CheckedFlow> {
  const result = await inspectFlow(db, value);
  if ('flow' in result) return result.flow;
  const [first] = result.problems;
  const more = result.problems.length > 1 ? ` (and ${result.problems.length - 1} more)` : '';
  throw new DomainError(
    'flow-invalid',
    `The Flow cannot be published. ${first!.path}: ${first!.message}${more}`,
    result.problems,
  );
}

/** The same without throwing. */
export async function inspectFlow(
  db: Database,
  value: unknown,
): Promise<{ flow: CheckedFlow } | { problems: Problem[] }> {
  const read = readDocument(value);
  if (!read.ok) return { problems: read.problems };
  const document = read.value;
  const references = referencesIn(document, actionCatalogue);
  const found = await findReferences(db, references);
  const problems = [
    ...documentProblems(document, actionCatalogue, await allCustomFields(db)),
    ...found.problems,
  ];
  if (problems.length > 0) return { problems };
  const compiled = compileFlow(document, actionCatalogue, found.idOf);
  const hash = createHash('sha256').update(canonicalJson(document)).digest('hex');
  return { flow: { document, compiled, hash } };
}

export async function requireFlow(db: Database, idOrSlug: string): Promise<StoredFlow> {
  const flow = await findFlow(db, idOrSlug);
  if (!flow) throw new DomainError('flow-not-found', `There is no Flow ${idOrSlug}.`);
  return flow;
}

/** A Flow keeps its slug: run ids and causes name it. */
export function ofSameSlug(flow: StoredFlow, document: unknown): void {
  const slug = (document as { flow?: unknown } | null)?.flow;
  if (slug === flow.slug) return;
  const message = `this is the Flow "${flow.slug}"; its documents must say flow: ${flow.slug}`;
  throw new DomainError('flow-invalid', `The Flow cannot be kept: ${message}.`, [
    { path: 'flow', message },
  ]);
}

async function publishChecked(
  db: Database,
  flow: StoredFlow,
  checked: CheckedFlow,
  { by, note }: Required<PublishOptions>,
  transaction: Transaction,
): Promise<number> {
  const { document, compiled, hash } = checked;
  const newest = (await listVersions(db, flow.id, transaction))[0];
  if (newest?.hash === hash && newest.version === flow.publishedVersion) {
    await saveDraft(db, flow.id, { document, by }, transaction);
    return newest.version;
  }
  const { title, description = '' } = document;
  return storeVersion(
    db,
    flow.id,
    { title, description, document, compiled, hash, note, by },
    transaction,
  );
}
