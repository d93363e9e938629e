import type { Database } from '../db/database';
import { diffFlows, type FlowDiff } from '../flows/language/diff';
import { readDocument } from '../flows/language/read-document';
import { editingOf, requireVersion } from './flow-drafts';
import { requireFlow } from './publish-flow';

/** What to compare: a version, the published one, or the draft of who asks. */
export type Comparable = number | 'published' | 'draft';

/** What makes one state of a Flow another. Throws `flow-not-found`, `flow-version-not-found`. */
export async function diffVersions(
  db: Database,
  idOrSlug: string,
  { from, to, personId }: { from: Comparable; to: Comparable; personId: string },
): Promise<FlowDiff> {
  const flow = await requireFlow(db, idOrSlug);
  const documentOf = async (which: Comparable): Promise<unknown> => {
    if (which === 'draft') return (await editingOf(db, flow, personId)).document;
    const version = which === 'published' ? flow.publishedVersion : which;
    return version === null ? null : requireVersion(db, flow, version);
  };
  return diffFlows(upgraded(await documentOf(from)), upgraded(await documentOf(to)));
}

/** In the language's newest version, so that an older way to write it is no difference. */
export function upgraded(document: unknown): unknown {
  const read = readDocument(document);
  return read.ok ? read.value : document;
}
