import type { paths } from '../../api/schema';
import type { FlowRunSummary } from '../../api/types';

type RunQuery = NonNullable<paths['/api/v1/flow-runs']['get']['parameters']['query']>;

export type RunFilter = Pick<
  RunQuery,
  'flow' | 'version' | 'ticket' | 'status' | 'failedStep' | 'error'
>;

export type RunFilterName = keyof RunFilter;

/** What a list of runs can be narrowed down by, as addresses name it. */
export const runFilterNames = [
  'flow',
  'status',
  'ticket',
  'version',
  'failedStep',
  'error',
] as const satisfies readonly RunFilterName[];

type Status = FlowRunSummary['status'];

export const runStatuses = Object.keys({
  queued: true,
  held: true,
  running: true,
  waiting: true,
  completed: true,
  failed: true,
  cancelled: true,
  stopped: true,
} satisfies Record<Status, true>) as Status[];

/** While it has one of these, a run can be cancelled; afterwards it can be run again. */
export function isUnderWay(status: Status): boolean {
  return ['queued', 'held', 'running', 'waiting'].includes(status);
}

/** What an address asks for; what cannot be a value of its filter is left out. */
export function filterOfAddress(params: URLSearchParams): RunFilter {
  const filter: RunFilter = {};
  const text = (name: RunFilterName): string => params.get(name)?.trim() ?? '';
  if (text('flow')) filter.flow = text('flow');
  if (runStatuses.includes(text('status') as Status)) filter.status = text('status');
  for (const name of ['ticket', 'version'] as const) {
    const number = Number(text(name).replace(/^#/, ''));
    if (Number.isInteger(number) && number > 0) filter[name] = number;
  }
  if (text('failedStep')) filter.failedStep = text('failedStep').slice(0, 60);
  if (text('error')) filter.error = text('error').slice(0, 200);
  return filter;
}
