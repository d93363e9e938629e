import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { api } from '../../api/client';
import { answerOf } from '../../api/problem';
import type { FlowRunSummary } from '../../api/types';

const lookAgainMs = 5_000;
const lookAgainAtWaitsMs = 60_000;

/** When to look again at what is going on: soon while something runs, later where all wait. */
export function lookAgainAfterMs(runs: readonly FlowRunSummary[] = []): number | false {
  const going = (status: FlowRunSummary['status']) => runs.some((run) => run.status === status);
  if (going('running') || going('queued')) return lookAgainMs;
  return going('waiting') || going('held') ? lookAgainAtWaitsMs : false;
}

export function useFlows() {
  return useQuery({
    queryKey: ['flows'],
    queryFn: () => answerOf(api.GET('/api/v1/flows', { params: { query: { limit: 200 } } })),
  });
}

export function useFlow(id: string) {
  return useQuery({
    queryKey: ['flow', id],
    queryFn: () => answerOf(api.GET('/api/v1/flows/{id}', { params: { path: { id } } })),
  });
}

/** The document as people write it; the server keeps it as JSON and gives either. */
export function useFlowYaml(id: string, wanted: boolean) {
  return useQuery({
    queryKey: ['flow', id, 'yaml'],
    enabled: wanted,
    queryFn: () =>
      answerOf(
        api.GET('/api/v1/flows/{id}', {
          params: { path: { id } },
          headers: { accept: 'application/yaml' },
          parseAs: 'text',
        }),
      ),
  });
}

/** The newest runs of one Flow. */
export function useRunsOf(flow: string) {
  return useQuery({
    queryKey: ['flow', flow, 'runs'],
    queryFn: () =>
      answerOf(api.GET('/api/v1/flow-runs', { params: { query: { flow, limit: 20 } } })),
    refetchInterval: ({ state }) => lookAgainAfterMs(state.data?.items),
  });
}

/** Runs of all Flows, newest first. */
export function useAllRuns() {
  return useInfiniteQuery({
    queryKey: ['runs'],
    queryFn: ({ pageParam }) =>
      answerOf(
        api.GET('/api/v1/flow-runs', {
          params: { query: { limit: 30, ...(pageParam && { cursor: pageParam }) } },
        }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.nextCursor,
    refetchInterval: lookAgainMs,
  });
}

export function useRun(id: string) {
  return useQuery({
    queryKey: ['run', id],
    queryFn: () => answerOf(api.GET('/api/v1/flow-runs/{id}', { params: { path: { id } } })),
    refetchInterval: ({ state }) =>
      ['running', 'waiting'].includes(state.data?.status ?? '') ? lookAgainMs / 2 : false,
  });
}
