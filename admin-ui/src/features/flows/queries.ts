import { useInfiniteQuery, useQuery, type QueryKey } from '@tanstack/react-query';
import { api } from '../../api/client';
import { answerOf } from '../../api/problem';

const goingOn = ['starting', 'running', 'waiting'];
const lookAgainMs = 5_000;

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

/** The newest runs of one ticket or one Flow; looked at again while one of them is going on. */
export function useRuns(of: { ticket: number } | { flow: string }, queryKey: QueryKey) {
  return useQuery({
    queryKey,
    queryFn: () =>
      answerOf(api.GET('/api/v1/flow-runs', { params: { query: { ...of, limit: 20 } } })),
    refetchInterval: ({ state }) =>
      state.data?.items.some((run) => goingOn.includes(run.status)) ? lookAgainMs : false,
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
      state.data && goingOn.includes(state.data.status) ? lookAgainMs / 2 : false,
  });
}
