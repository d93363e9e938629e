import {
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
  type QueryClient,
} from '@tanstack/react-query';
import { useEffect } from 'react';
import { api } from '../../api/client';
import { answerOf } from '../../api/problem';
import { onNotificationsChanged } from '../../api/stream';
import type { Approval } from '../../api/types';

const key = ['approvals'] as const;

/** What only others are asked comes with no stream. */
const lookAgainAtOthersMs = 30_000;

/** How many wait for the agent's answer. */
export function useWaitingApprovals(): number {
  const { data } = useQuery({
    queryKey: [...key, 'waiting'],
    queryFn: () => answerOf(api.GET('/api/v1/approvals', { params: { query: { limit: 1 } } })),
  });
  return data?.waiting ?? 0;
}

/** A page of what is open or has ended, the newest first. */
export function useApprovals({ state, all }: { state: 'open' | 'ended'; all: boolean }) {
  return useInfiniteQuery({
    queryKey: [...key, 'list', state, all],
    queryFn: ({ pageParam }) =>
      answerOf(
        api.GET('/api/v1/approvals', {
          params: {
            query: {
              state,
              limit: 30,
              ...(all && { all: 'true' }),
              ...(pageParam && { cursor: pageParam }),
            },
          },
        }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.nextCursor,
    refetchInterval: all && lookAgainAtOthersMs,
  });
}

/** What the agent is asked about a ticket. */
export function useApprovalsOfTicket(ticket: number) {
  return useQuery({
    queryKey: [...key, 'ticket', ticket],
    queryFn: () => answerOf(api.GET('/api/v1/approvals', { params: { query: { ticket } } })),
  });
}

export function useApproval(id: string) {
  return useQuery({
    queryKey: [...key, 'one', id],
    queryFn: () => answerOf(api.GET('/api/v1/approvals/{id}', { params: { path: { id } } })),
  });
}

/** The agent's answer; whatever comes of it, what is shown is read again, when that was told. */
export function useAnswerApproval(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ idempotencyKey, ...body }: Answer & { idempotencyKey: string }) =>
      answerOf(
        api.POST('/api/v1/approvals/{id}/answer', {
          params: { path: { id }, header: { 'Idempotency-Key': idempotencyKey } },
          body,
        }),
      ),
    onSettled: () => void client.invalidateQueries({ queryKey: key }),
  });
}

interface Answer {
  answer: NonNullable<Approval['people'][number]['answer']>;
  comment: string;
}

/** Reads again when the stream tells of news for the agent: questions and answers are among them. */
export function useApprovalsKeepUp(client: QueryClient): void {
  useEffect(
    () => onNotificationsChanged(() => void client.invalidateQueries({ queryKey: key })),
    [client],
  );
}
