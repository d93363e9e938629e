import { stringify } from 'yaml';
import type { FlowDecision } from '../../db/flow-decision-store';
import type { FlowVersion, StoredFlow } from '../../db/flow-store';
import type { Problem } from '../../domain/domain-error';

/** A Flow as lists show it. `published` is the document of its published version. */
export function presentSummary(flow: StoredFlow, published: unknown): object {
  const { id, slug, title, description, enabled, publishedVersion, draft, updatedAt } = flow;
  return {
    ...{ id, slug, title, description, enabled },
    version: publishedVersion,
    document: published ?? draft,
    updatedAt: updatedAt.toISOString(),
  };
}

export function presentFlow(
  flow: StoredFlow,
  versions: FlowVersion[],
  draftProblems: Problem[],
): object {
  return {
    ...presentSummary(flow, publishedDocument(flow, versions)),
    draft: flow.draft,
    draftBy: flow.draftBy,
    draftAt: flow.draftAt?.toISOString() ?? null,
    draftProblems,
    changedBy: flow.changedBy,
    createdAt: flow.createdAt.toISOString(),
    versions: versions.map(({ version, hash, note, publishedBy, publishedAt }) => ({
      ...{ version, hash, note, publishedBy },
      publishedAt: publishedAt.toISOString(),
    })),
  };
}

/** The document as people write it. */
export function presentYaml(flow: StoredFlow, versions: FlowVersion[]): string {
  return stringify(inOrder(publishedDocument(flow, versions) ?? flow.draft), { lineWidth: 100 });
}

export function presentDecision({ ticket, at, ...decision }: FlowDecision): object {
  return { ...decision, ticketNumber: ticket, at: at.toISOString() };
}

function publishedDocument(flow: StoredFlow, versions: FlowVersion[]): unknown {
  return versions.find(({ version }) => version === flow.publishedVersion)?.document ?? null;
}

/** Postgres keeps the keys of JSON in an order of its own; people begin with what it is. */
const keyOrder = [
  'language',
  'flow',
  'title',
  'description',
  'on',
  'steps',
  'id',
  'use',
  'event',
  'field',
];

function inOrder(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inOrder);
  if (typeof value !== 'object' || value === null) return value;
  const place = (key: string): number => keyOrder.indexOf(key) + 1 || keyOrder.length + 1;
  const entries = Object.entries(value).sort(([a], [b]) => place(a) - place(b));
  return Object.fromEntries(entries.map(([key, inner]) => [key, inOrder(inner)]));
}
