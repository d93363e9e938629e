import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api, newIdempotencyKey } from '../../api/client';
import { answerOf } from '../../api/problem';
import { showDone, showRefusal } from '../../common/toasts';
import { blockedSendersKey, ticketKeys } from '../tickets/queries';

export function useBlockedSenders() {
  return useInfiniteQuery({
    queryKey: [...blockedSendersKey, 'all'],
    queryFn: ({ pageParam }) =>
      answerOf(
        api.GET('/api/v1/blocked-senders', {
          params: { query: { limit: 100, ...(pageParam && { cursor: pageParam }) } },
        }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.nextCursor,
  });
}

/** What blocks an address: itself, or a domain; undefined while that is read. */
export function useBlockOf(
  address: string,
  { enabled = true }: { enabled?: boolean } = {},
): string | null | undefined {
  const { data } = useQuery({
    enabled,
    queryKey: [...blockedSendersKey, 'of', address],
    queryFn: async () => {
      const query = { address };
      const { items } = await answerOf(api.GET('/api/v1/blocked-senders', { params: { query } }));
      const patterns = items.map(({ pattern }) => pattern);
      return patterns.find((one) => one === address.toLowerCase()) ?? patterns[0] ?? null;
    },
  });
  return data;
}

export function useBlock() {
  const { t } = useTranslation();
  const client = useQueryClient();
  return useMutation({
    mutationFn: (pattern: string) =>
      answerOf(api.POST('/api/v1/blocked-senders', { body: { pattern } })),
    onSuccess: ({ pattern }) => showDone(t('blocked.blocked', { pattern })),
    onSettled: () => client.invalidateQueries({ queryKey: blockedSendersKey }),
  });
}

export function useUnblock() {
  const { t } = useTranslation();
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ id }: { id: string; pattern: string }) =>
      answerOf(api.DELETE('/api/v1/blocked-senders/{id}', { params: { path: { id } } })),
    onSuccess: (_answer, { pattern }) => showDone(t('blocked.unblocked', { pattern })),
    onError: (error) => showRefusal(t('blocked.notUnblocked'), error),
    onSettled: () => client.invalidateQueries({ queryKey: blockedSendersKey }),
  });
}

/** Brings a ticket back from spam and unblocks its requester's address. */
export function useRestoreAndUnblock(number: number) {
  const { t } = useTranslation();
  const client = useQueryClient();
  return useMutation({
    mutationFn: (_address: string) =>
      answerOf(
        api.PATCH('/api/v1/tickets/{number}', {
          params: { path: { number }, header: { 'Idempotency-Key': newIdempotencyKey() } },
          body: { removed: null, blockSender: false },
        }),
      ),
    onSuccess: (_answer, address) => showDone(t('blocked.restored', { address })),
    onError: (error) => showRefusal(t('bin.notRestored'), error),
    onSettled: () =>
      Promise.all(
        [['bin'], blockedSendersKey, ticketKeys.lists, ticketKeys.pages].map((queryKey) =>
          client.invalidateQueries({ queryKey }),
        ),
      ),
  });
}
