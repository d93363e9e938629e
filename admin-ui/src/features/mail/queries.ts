import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { api } from '../../api/client';
import { answerOf } from '../../api/problem';
import { onTicketChanged } from '../../api/stream';

const outboxKey = ['outbox'];

/** What the local catcher received, newest first. Looked at again when a ticket changes. */
export function useOutbox() {
  const client = useQueryClient();
  useEffect(
    () => onTicketChanged(() => void client.invalidateQueries({ queryKey: outboxKey })),
    [client],
  );
  return useInfiniteQuery({
    queryKey: outboxKey,
    queryFn: ({ pageParam }) =>
      answerOf(
        api.GET('/api/v1/outbox', {
          params: { query: { limit: 50, ...(pageParam && { cursor: pageParam }) } },
        }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.nextCursor,
    refetchInterval: 10_000,
  });
}

export function useReplyAsCustomer(id: string) {
  return useMutation({
    mutationFn: ({ text, key }: { text: string; key: string }) =>
      answerOf(
        api.POST('/api/v1/outbox/{id}/reply', {
          params: { path: { id }, header: { 'Idempotency-Key': key } },
          body: { text },
        }),
      ),
  });
}

export interface NewMail {
  from: string;
  name?: string;
  subject: string;
  text: string;
}

export function useWriteAsCustomer() {
  return useMutation({
    mutationFn: ({ mail, key }: { mail: NewMail; key: string }) =>
      answerOf(
        api.POST('/api/v1/outbox/new-mail', {
          params: { header: { 'Idempotency-Key': key } },
          body: mail,
        }),
      ),
  });
}
