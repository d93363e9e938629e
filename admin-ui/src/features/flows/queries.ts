import {
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
  type QueryClient,
} from '@tanstack/react-query';
import { api } from '../../api/client';
import { answerOf } from '../../api/problem';
import type { Flow, FlowRun } from '../../api/types';
import { lookAgainMs } from './look-again';
import { isUnderWay, type RunFilter } from './run-filter';

/** All Flows, or with `archived` those in the archive. */
export function useFlows({ archived = false } = {}) {
  return useQuery({
    queryKey: ['flows', archived],
    queryFn: () =>
      answerOf(
        api.GET('/api/v1/flows', {
          params: { query: { limit: 200, ...(archived && { archived: 'true' }) } },
        }),
      ),
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

/** Runs that a filter asks for, newest first. */
export function useRuns(filter: RunFilter) {
  return useInfiniteQuery({
    queryKey: ['runs', filter],
    queryFn: ({ pageParam }) =>
      answerOf(
        api.GET('/api/v1/flow-runs', {
          params: { query: { ...filter, limit: 30, ...(pageParam && { cursor: pageParam }) } },
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
      state.data && isUnderWay(state.data.status) ? lookAgainMs / 2 : false,
  });
}

/** What people did to a Flow, newest first. */
export function useFlowChanges(id: string) {
  return useInfiniteQuery({
    queryKey: ['flow', id, 'changes'],
    queryFn: ({ pageParam }) =>
      answerOf(
        api.GET('/api/v1/flows/{id}/changes', {
          params: { path: { id }, query: { limit: 30, ...(pageParam && { cursor: pageParam }) } },
        }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.nextCursor,
  });
}

/** Why the last events did or did not start a Flow. */
export function useFlowDecisions(id: string) {
  return useQuery({
    queryKey: ['flow', id, 'decisions'],
    queryFn: () =>
      answerOf(
        api.GET('/api/v1/flows/{id}/decisions', {
          params: { path: { id }, query: { limit: 50 } },
        }),
      ),
    refetchInterval: lookAgainMs,
  });
}

/** What can be done to a Flow, each with what is asked about it. */
export type FlowCommand =
  | { verb: 'enable' | 'restore' | 'pause' }
  | { verb: 'disable' | 'archive'; running: 'finish' | 'cancel' }
  | { verb: 'resume'; held: 'run' | 'drop' };

export function useFlowCommand(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (command: FlowCommand): Promise<Flow> => {
      const params = { path: { id } };
      switch (command.verb) {
        case 'disable':
        case 'archive': {
          const { verb, running } = command;
          return answerOf(api.POST(`/api/v1/flows/{id}/${verb}`, { params, body: { running } }));
        }
        case 'resume': {
          const { held } = command;
          return answerOf(api.POST('/api/v1/flows/{id}/resume', { params, body: { held } }));
        }
        default:
          return answerOf(api.POST(`/api/v1/flows/{id}/${command.verb}`, { params }));
      }
    },
    onSuccess: (flow) => client.setQueryData(['flow', id], flow),
    onSettled: () => void readAgain(client),
  });
}

/** Runs all failed runs of a Flow again; answers the new ones. */
export function useRerunFailed(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () =>
      answerOf(api.POST('/api/v1/flows/{id}/rerun-failed', { params: { path: { id } } })),
    onSettled: () => void readAgain(client),
  });
}

/** What can be done to a run; all but `cancel` answer a new run. */
export type RunCommand =
  { verb: 'cancel' } | { verb: 'rerun'; from?: string } | { verb: 'run-again' };

export function useRunCommand(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (
      command: RunCommand & { idempotencyKey: string },
    ): Promise<Pick<FlowRun, 'id'>> => {
      const params = {
        path: { id },
        header: { 'Idempotency-Key': command.idempotencyKey },
      };
      switch (command.verb) {
        case 'cancel':
          return answerOf(api.POST('/api/v1/flow-runs/{id}/cancel', { params: { path: { id } } }));
        case 'rerun': {
          const body = command.from === undefined ? {} : { from: command.from };
          return answerOf(api.POST('/api/v1/flow-runs/{id}/rerun', { params, body }));
        }
        case 'run-again':
          return answerOf(api.POST('/api/v1/flow-runs/{id}/run-again', { params }));
      }
    },
    onSettled: () => void readAgain(client),
  });
}

/** Flows and runs show each other's states. */
async function readAgain(client: QueryClient): Promise<void> {
  const keys = ['flows', 'flow', 'runs', 'run'];
  await Promise.all(keys.map((key) => client.invalidateQueries({ queryKey: [key] })));
}
