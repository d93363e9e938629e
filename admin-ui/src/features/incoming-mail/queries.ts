import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../api/client';
import { answerOf } from '../../api/problem';
import type { IncomingMail } from '../../api/types';
import { onTicketChanged } from '../../api/stream';
import { showDone, showRefusal } from '../../common/toasts';

const key = ['incoming-mail'];

/** What came in, newest first, of one outcome or of all. Looked at again when a ticket changes. */
export function useIncomingMail({
  outcome,
  q,
}: {
  outcome: IncomingMail['outcome'] | null;
  q: string;
}) {
  const client = useQueryClient();
  useEffect(
    () => onTicketChanged(() => void client.invalidateQueries({ queryKey: key })),
    [client],
  );
  return useInfiniteQuery({
    queryKey: [...key, outcome, q],
    queryFn: ({ pageParam }) =>
      answerOf(
        api.GET('/api/v1/inbound-mail', {
          params: {
            query: {
              ...(outcome && { outcome }),
              ...(q && { q }),
              ...(pageParam && { cursor: pageParam }),
            },
          },
        }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.nextCursor,
    refetchInterval: 10_000,
  });
}

/** A mail as it can be shown before it is let in. */
export function usePreview(id: string) {
  return useQuery({
    queryKey: [...key, 'preview', id],
    queryFn: () =>
      answerOf(api.GET('/api/v1/inbound-mail/{id}/preview', { params: { path: { id } } })),
    retry: false,
  });
}

/** Lets a mail through that was held back, or has another try at one that could not be read. */
export function useTakeIn() {
  const { t } = useTranslation();
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({
      mail: { id, outcome },
      addAsParticipant = false,
    }: {
      mail: IncomingMail;
      addAsParticipant?: boolean;
    }) => {
      const asked = { params: { path: { id } } };
      return answerOf(
        outcome === 'unreadable'
          ? api.POST('/api/v1/inbound-mail/{id}/process-again', asked)
          : api.POST('/api/v1/inbound-mail/{id}/release', { ...asked, body: { addAsParticipant } }),
      );
    },
    onSuccess: ({ outcome, ticketNumber, reason }) => {
      const isIn = outcome === 'new' || outcome === 'appended' || outcome === 'follow_up';
      if (isIn) showDone(t('incoming.takenIn', { number: ticketNumber }));
      else if (outcome === 'received') showDone(t('incoming.soon'));
      else showRefusal(t('incoming.notTakenIn'), new Error(reason ?? ''));
    },
    onError: (error) => showRefusal(t('incoming.notTakenIn'), error),
    onSettled: () => client.invalidateQueries({ queryKey: key }),
  });
}
