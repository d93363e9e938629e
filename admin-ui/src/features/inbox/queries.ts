import {
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
  type QueryClient,
} from '@tanstack/react-query';
import { useEffect } from 'react';
import { api, newIdempotencyKey } from '../../api/client';
import { answerOf } from '../../api/problem';
import { onConversationChanged } from '../../api/stream';
import type { Conversation, ConversationThread } from '../../api/types';
import { ticketKeys } from '../tickets/queries';

export type ConversationStatus = Conversation['status'];

export const inboxKeys = {
  lists: ['conversations'] as const,
  list: (status: ConversationStatus) => ['conversations', status] as const,
  one: (id: string) => ['conversation', id] as const,
};

/** Conversations of one status, the one written in last first. */
export function useConversations(status: ConversationStatus) {
  return useInfiniteQuery({
    queryKey: inboxKeys.list(status),
    queryFn: ({ pageParam }) =>
      answerOf(
        api.GET('/api/v1/conversations', {
          params: { query: { status, ...(pageParam && { cursor: pageParam }) } },
        }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.nextCursor,
  });
}

/** How many of the newest open conversations have messages that nobody has seen. */
export function useUnread(): number {
  const { data } = useConversations('open');
  const items = data?.pages.flatMap((page) => page.items) ?? [];
  return items.filter(({ unread }) => unread > 0).length;
}

export function useConversation(id: string) {
  return useQuery({ queryKey: inboxKeys.one(id), queryFn: () => fetchConversation(id) });
}

function fetchConversation(id: string): Promise<ConversationThread> {
  return answerOf(api.GET('/api/v1/conversations/{id}', { params: { path: { id } } }));
}

/** Reads again what the stream tells of; without an id anything may have changed. */
export function useInboxKeepsUp(client: QueryClient): void {
  useEffect(
    () =>
      onConversationChanged((id) => {
        void client.invalidateQueries({ queryKey: inboxKeys.lists });
        void client.invalidateQueries({ queryKey: id ? inboxKeys.one(id) : ['conversation'] });
      }),
    [client],
  );
}

export function useChangeConversation(id: string) {
  const readAgain = useReadAgain(id);
  return useMutation({
    mutationFn: (body: { status?: ConversationStatus; assigneeId?: string | null }) =>
      answerOf(api.PATCH('/api/v1/conversations/{id}', { params: { path: { id } }, body })),
    onSuccess: readAgain,
  });
}

export function useAnswer(id: string) {
  const readAgain = useReadAgain(id);
  return useMutation({
    mutationFn: ({ text, key }: { text: string; key: string }) =>
      answerOf(
        api.POST('/api/v1/conversations/{id}/messages', {
          params: { path: { id }, header: { 'Idempotency-Key': key } },
          body: { text },
        }),
      ),
    onSuccess: readAgain,
  });
}

export function useMarkRead(id: string) {
  const { mutate } = useMutation({
    mutationFn: (seq: number) =>
      answerOf(
        api.POST('/api/v1/conversations/{id}/read', { params: { path: { id } }, body: { seq } }),
      ),
  });
  return mutate;
}

export interface Escalation {
  title: string;
  priority: 'low' | 'medium' | 'high' | 'urgent';
  assigneeId: string | null;
  email?: string;
}

export function useEscalate(id: string) {
  const client = useQueryClient();
  const readAgain = useReadAgain(id);
  return useMutation({
    mutationFn: (body: Escalation) =>
      answerOf(
        api.POST('/api/v1/conversations/{id}/escalate', {
          params: { path: { id }, header: { 'Idempotency-Key': newIdempotencyKey() } },
          body,
        }),
      ),
    onSuccess: async () => {
      void client.invalidateQueries({ queryKey: ticketKeys.lists });
      await readAgain();
    },
  });
}

function useReadAgain(id: string): () => Promise<void> {
  const client = useQueryClient();
  return async () => {
    void client.invalidateQueries({ queryKey: inboxKeys.lists });
    await client.invalidateQueries({ queryKey: inboxKeys.one(id) });
  };
}
