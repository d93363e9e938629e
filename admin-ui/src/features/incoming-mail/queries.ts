import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { isOnTicket } from '../../../../domain/mail/intake';
import { api } from '../../api/client';
import { answerOf } from '../../api/problem';
import type { IncomingMail } from '../../api/types';
import { onTicketChanged } from '../../api/stream';
import { showDone, showRefusal } from '../../common/toasts';
import { ticketKeys } from '../tickets/queries';

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

/** Lets a mail through that was held back, whatever the checks say. */
export function useRelease() {
  return useTakeIn(({ mail: { id }, addAsParticipant = false }: Asked) =>
    answerOf(
      api.POST('/api/v1/inbound-mail/{id}/release', {
        params: { path: { id } },
        body: { addAsParticipant },
      }),
    ),
  );
}

/** Has a mail read and checked as if it had just come; one that is on a ticket is only read. */
export function useProcessAgain() {
  return useTakeIn(({ mail: { id } }: Asked) =>
    answerOf(api.POST('/api/v1/inbound-mail/{id}/process-again', { params: { path: { id } } })),
  );
}

interface Asked {
  mail: IncomingMail;
  addAsParticipant?: boolean;
}

function useTakeIn(ask: (asked: Asked) => Promise<IncomingMail>) {
  const { t } = useTranslation();
  const client = useQueryClient();
  return useMutation({
    mutationFn: ask,
    onSuccess: ({ outcome, ticketNumber, reason }, { mail }) => {
      if (isOnTicket(outcome)) {
        const text = isOnTicket(mail.outcome) ? 'incoming.readAgain' : 'incoming.takenIn';
        showDone(t(text, { number: ticketNumber }));
        void client.invalidateQueries({ queryKey: ticketKeys.page(ticketNumber!) });
      } else if (outcome === 'received') showDone(t('incoming.soon'));
      else if (outcome === 'bounce') showDone(t('incoming.processed'));
      else showRefusal(t('incoming.notTakenIn'), new Error(reason ?? ''));
    },
    onError: (error) => showRefusal(t('incoming.notTakenIn'), error),
    onSettled: () => client.invalidateQueries({ queryKey: key }),
  });
}
