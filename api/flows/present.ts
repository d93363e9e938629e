import type { Editing } from '../../automation/flow-drafts';
import type { FlowChange } from '../../db/flow-change-store';
import type { FlowDecision } from '../../db/flow-decision-store';
import type { FlowDraft } from '../../db/flow-draft-store';
import type { FlowVersion, StoredFlow } from '../../db/flow-store';
import type { Problem } from '../../domain/domain-error';

/** A Flow as lists show it. `document` is the published one, or what a draft says so far. */
export function presentSummary(flow: StoredFlow, document: unknown): object {
  const { id, slug, title, description, enabled, publishedVersion, updatedAt } = flow;
  return {
    ...{ id, slug, title, description, enabled },
    pausedAt: flow.pausedAt?.toISOString() ?? null,
    archivedAt: flow.archivedAt?.toISOString() ?? null,
    version: publishedVersion,
    document: document ?? null,
    updatedAt: updatedAt.toISOString(),
  };
}

/** As one person sees it: with their own draft, and who else has one. */
export function presentFlow(
  flow: StoredFlow,
  versions: FlowVersion[],
  { editing, drafts, problems }: { editing: Editing; drafts: FlowDraft[]; problems: Problem[] },
): object {
  const { own } = editing;
  return {
    ...presentSummary(flow, publishedDocument(flow, versions) ?? editing.document),
    draft: own?.document ?? null,
    draftBaseVersion: own?.baseVersion ?? null,
    draftAt: own?.updatedAt.toISOString() ?? null,
    draftProblems: problems,
    otherDrafts: drafts
      .filter(({ person }) => person.id !== own?.person.id)
      .map(({ person, baseVersion, updatedAt }) => ({
        by: person,
        baseVersion,
        updatedAt: updatedAt.toISOString(),
      })),
    changedBy: flow.changedBy,
    createdAt: flow.createdAt.toISOString(),
    versions: versions.map(({ version, hash, note, publishedBy, publishedAt }) => ({
      ...{ version, hash, note, publishedBy },
      publishedAt: publishedAt.toISOString(),
    })),
  };
}

export function presentChange({ id: _, at, ...change }: FlowChange): object {
  return { ...change, at: at.toISOString() };
}

export function presentDecision({ ticket, at, ...decision }: FlowDecision): object {
  return { ...decision, ticketNumber: ticket, at: at.toISOString() };
}

function publishedDocument(flow: StoredFlow, versions: FlowVersion[]): unknown {
  return versions.find(({ version }) => version === flow.publishedVersion)?.document ?? null;
}
