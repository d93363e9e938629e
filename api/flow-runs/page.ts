import { listRuns } from '../../db/flow-run-store';
import type { ApiDeps } from '../deps';
import { decodeCursor, encodeCursor } from '../http/cursor';
import { defaultLimit, type Page, type PageQuery } from '../http/fields';
import { presentRun, storedStatuses } from './present';
import type { ShownStatus } from './schema';

interface RunPlace {
  startedAt: string;
  id: string;
}

/** A page of runs by Flow (its id or slug), ticket and status, newest first. */
export async function readRunPage(
  { db, installation: { secret } }: Pick<ApiDeps, 'db' | 'installation'>,
  filter: {
    flow?: string | undefined;
    ticket?: number | undefined;
    status?: readonly ShownStatus[] | undefined;
    version?: number | undefined;
    failedStep?: string | undefined;
    error?: string | undefined;
  },
  { limit = defaultLimit, cursor }: PageQuery,
): Promise<Page> {
  const { status, ...others } = filter;
  const scope = ['flow-runs', JSON.stringify(filter)];
  const runs = await listRuns(
    db,
    { ...others, statuses: status && storedStatuses(status) },
    {
      limit: limit + 1,
      after: cursor ? decodeCursor<RunPlace>(secret, scope, cursor) : undefined,
    },
  );
  const items = runs.slice(0, limit);
  const last = items.at(-1);
  const place = last && { startedAt: last.startedPrecisely, id: last.id };
  return {
    items: items.map(presentRun),
    nextCursor: runs.length > limit ? encodeCursor(secret, scope, place) : null,
  };
}
