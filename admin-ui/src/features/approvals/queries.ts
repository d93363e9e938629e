import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api } from '../../api/client';
import { answerOf } from '../../api/problem';
import type { Approval } from '../../api/types';
import { approvalsKey } from './waiting';

/** What only others are asked comes with no stream. */
const lookAgainAtOthersMs = 30_000;

/** A page of what is open or has ended, the newest first. */
export function useApprovals({ state, all }: { state: 'open' | 'ended'; all: boolean }) {
  return useInfiniteQuery({
    queryKey: [...approvalsKey, 'list', state, all],
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
    queryKey: [...approvalsKey, 'ticket', ticket],
    queryFn: () => answerOf(api.GET('/api/v1/approvals', { params: { query: { ticket } } })),
  });
}

export function useApproval(id: string) {
  return useQuery({
    queryKey: [...approvalsKey, 'one', id],
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
    onSettled: () => void client.invalidateQueries({ queryKey: approvalsKey }),
  });
}

interface Answer {
  answer: NonNullable<Approval['people'][number]['answer']>;
  comment: string;
}
