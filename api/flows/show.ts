import { editingOf } from '../../automation/flow-drafts';
import { inspectFlow, requireFlow } from '../../automation/publish-flow';
import { listDrafts } from '../../db/flow-draft-store';
import { listVersions } from '../../db/flow-store';
import type { ApiDeps } from '../deps';
import type { Principal } from '../http/principal';
import { presentFlow } from './present';

/** One Flow as somebody sees it who may edit it. Throws `flow-not-found`. */
export async function showFlow(
  { db }: Pick<ApiDeps, 'db'>,
  idOrSlug: string,
  { id: personId }: Principal,
): Promise<object> {
  const flow = await requireFlow(db, idOrSlug);
  const editing = await editingOf(db, flow, personId);
  const inspected = await inspectFlow(db, editing.document);
  return presentFlow(flow, await listVersions(db, flow.id), {
    editing,
    drafts: await listDrafts(db, [flow.id]),
    problems: 'problems' in inspected ? inspected.problems : [],
  });
}
