import { createHash } from 'node:crypto';
import { inTransaction, type Database, type Transaction } from '../db/database';
import { allCustomFields } from '../db/custom-field-store';
import { recordFlowChange, type NewFlowChange } from '../db/flow-change-store';
import { setFlowState, type FlowState } from '../db/flow-state-store';
import {
  callableFlows,
  createFlow,
  findFlow,
  listVersions,
  storeVersion,
  type StoredFlow,
} from '../db/flow-store';
import { DomainError, type Problem } from '../domain/domain-error';
import type { Actor } from '../domain/ticket/command';
import { canonicalJson } from '../flows/language/canonical';
import { documentProblems, referencesIn } from '../flows/language/check-document';
import { callableAs, compileFlow } from '../flows/language/compile';
import type { FlowDocument } from '../flows/language/document';
import type { CallableFlow, Installation } from '../flows/language/installation';
import { readDocument } from '../flows/language/read-document';
import { isCall, placedSteps } from '../flows/language/steps';
import { allSteps } from '../flows/engine/tree';
import { actionCatalogue } from '../plugins/actions';
import type { CompiledFlow } from '../flows/engine/definition';
import { findReferences } from './find-references';

export interface PublishOptions {
  by: Actor;
  note?: string | undefined;
  /** Only while this is the published version (null: none is); throws `flow-moved-on` otherwise. */
  onlyAfter?: number | null | undefined;
}

export interface Published {
  id: string;
  slug: string;
  version: number;
}

/**
 * Publishes a document: makes the Flow if its slug is new, adds a version, switches it on. What is
 * published already stays the version that it is. Throws `flow-invalid` with every problem,
 * `flow-archived`.
 */
export async function publishFlow(
  db: Database,
  document: unknown,
  options: PublishOptions,
): Promise<Published> {
  const checked = await checkFlow(db, document);
  return inTransaction(db, (transaction) => publishChecked(db, checked, options, transaction));
}

/** Makes an earlier version the newest one: nothing that was published is ever changed. */
export async function rollBackFlow(
  db: Database,
  idOrSlug: string,
  { version, by, note }: { version?: number | undefined; by: Actor; note?: string | undefined },
): Promise<Published> {
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
  const checked = await checkFlow(db, wanted.document);
  const options = { by, note: note ?? `rolled back to ${wanted.version}`, backTo: wanted.version };
  return inTransaction(db, (transaction) => publishChecked(db, checked, options, transaction));
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

/**
 * The same without throwing. What the document calls may be published or be among `others`, which
 * are to be published along with it.
 */
export async function inspectFlow(
  db: Database,
  value: unknown,
  others: readonly unknown[] = [],
): Promise<{ flow: CheckedFlow } | { problems: Problem[] }> {
  const read = readDocument(value);
  if (!read.ok) return { problems: read.problems };
  const document = read.value;
  const along = callableAmong(others);
  const references = referencesIn(document, actionCatalogue).filter(
    ({ to, name }) => to !== 'flow' || !along.has(name),
  );
  const found = await findReferences(db, references);
  const problems = [
    ...documentProblems(document, actionCatalogue, await readInstallationOf(db, document, along)),
    ...found.problems,
  ];
  if (problems.length > 0) return { problems };
  const compiled = compileFlow(document, actionCatalogue, found.idOf);
  const hash = createHash('sha256').update(canonicalJson(document)).digest('hex');
  return { flow: { document, compiled, hash } };
}

/** What the checks must know: the custom fields, and of each Flow that is called what it takes. */
async function readInstallationOf(
  db: Database,
  document: FlowDocument,
  along: ReadonlyMap<string, CallableFlow>,
): Promise<Installation> {
  const fields = await allCustomFields(db);
  if (!placedSteps(document).some(({ step }) => isCall(step))) return { fields };
  const flows = await callableFlows(db);
  return {
    fields,
    callable: new Map([
      ...flows.map(({ slug, compiled }): [string, CallableFlow] => [
        slug,
        {
          inputs: compiled.called?.inputs ?? [],
          outputs: Object.keys(compiled.outputs ?? {}),
          calls: allSteps(compiled.program.steps).flatMap((step) =>
            step.kind === 'call' ? [step.flow] : [],
          ),
        },
      ]),
      ...along,
    ]),
  };
}

function callableAmong(documents: readonly unknown[]): Map<string, CallableFlow> {
  const callable = new Map<string, CallableFlow>();
  for (const document of documents) {
    const read = readDocument(document);
    const as = read.ok ? callableAs(read.value) : null;
    if (read.ok && as) callable.set(read.value.flow, as);
  }
  return callable;
}

export async function requireFlow(db: Database, idOrSlug: string): Promise<StoredFlow> {
  const flow = await findFlow(db, idOrSlug);
  if (!flow) throw new DomainError('flow-not-found', `There is no Flow ${idOrSlug}.`);
  return flow;
}

/** Throws `flow-archived` for what is put away. */
export function requireKept({ slug, archivedAt }: StoredFlow): void {
  if (!archivedAt) return;
  throw new DomainError('flow-archived', `The Flow ${slug} is archived; restore it first.`);
}

export function stateOf({ enabled, pausedAt, archivedAt }: StoredFlow): FlowState {
  return { enabled, paused: pausedAt !== null, archived: archivedAt !== null };
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

/**
 * Publishes what was checked, and writes down who did. `backTo` is the version that it was before,
 * when this is a way back.
 */
export async function publishChecked(
  db: Database,
  checked: CheckedFlow,
  { by, note = '', onlyAfter, backTo }: PublishOptions & { backTo?: number },
  transaction: Transaction,
): Promise<Published> {
  const { document, compiled, hash } = checked;
  const { flow: slug, title, description = '' } = document;
  const made = await createFlow(db, { slug, title, description, by }, transaction);
  const flow = made ?? (await findFlow(db, slug, transaction))!;
  const { id } = flow;
  if (made) await recordFlowChange(db, id, { what: 'created', by }, transaction);
  requireKept(flow);
  const newest = (await listVersions(db, id, transaction))[0];
  if (newest?.hash === hash) {
    if (!flow.enabled) await switchOn(db, flow, by, transaction);
    return { id, slug, version: newest.version };
  }
  if (onlyAfter !== undefined && onlyAfter !== flow.publishedVersion) throw movedOn(slug);
  const version = await storeVersion(
    db,
    id,
    { title, description, document, compiled, hash, note, by },
    transaction,
  );
  if (!flow.enabled)
    await setFlowState(db, id, { ...stateOf(flow), enabled: true }, by, transaction);
  const change: NewFlowChange =
    backTo === undefined
      ? { what: 'published', by, version, note }
      : { what: 'rolled-back', by, version, note, details: { to: backTo } };
  await recordFlowChange(db, id, change, transaction);
  return { id, slug, version };
}

async function switchOn(
  db: Database,
  flow: StoredFlow,
  by: Actor,
  transaction: Transaction,
): Promise<void> {
  await setFlowState(db, flow.id, { ...stateOf(flow), enabled: true }, by, transaction);
  await recordFlowChange(db, flow.id, { what: 'enabled', by }, transaction);
}

function movedOn(slug: string): DomainError {
  return new DomainError(
    'flow-moved-on',
    `Somebody has published another version of ${slug}; look at it first.`,
  );
}
