import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import type { Removal } from '../../../../domain/ticket/removal';
import { usualBinDays } from '../../../../domain/ticket/removal';
import { api } from '../../api/client';
import { answerOf } from '../../api/problem';
import { onTicketChanged } from '../../api/stream';
import { showDone, showRefusal } from '../../common/toasts';
import { ticketKeys } from '../tickets/queries';
import { changeMany } from '../tickets/undo';

const key = ['bin'] as const;

/** What was put away last comes first; kept up while it is looked at. */
export function useRemoved(removed: Removal) {
  const client = useQueryClient();
  useEffect(
    () => onTicketChanged(() => void client.invalidateQueries({ queryKey: key })),
    [client],
  );
  return useQuery({
    queryKey: [...key, removed],
    queryFn: () =>
      answerOf(
        api.GET('/api/v1/tickets', {
          params: { query: { removed, sort: '-updatedAt', limit: 200 } },
        }),
      ),
  });
}

/** When a ticket that was removed at this time is deleted for good. */
export function useEndOf(): (removedAt: string) => string {
  const { data } = useQuery({
    queryKey: [...key, 'days'],
    staleTime: Infinity,
    queryFn: () => answerOf(api.GET('/api/v1/bin')),
  });
  const days = data?.days ?? usualBinDays;
  return (removedAt) => new Date(Date.parse(removedAt) + days * 86_400_000).toISOString();
}

/** Brings tickets back. */
export function useRestore() {
  const { t } = useTranslation();
  const client = useQueryClient();
  return useMutation({
    mutationFn: (numbers: number[]) => changeMany({ numbers, change: { removed: null } }),
    onSuccess: (results) => {
      const refused = results.filter((one) => !one.ok);
      const restored = results.length - refused.length;
      if (restored > 0) showDone(t('bin.restored', { count: restored }));
      const why = refused.map((one) => ('detail' in one ? one.detail : '')).join(' ');
      if (why) showRefusal(t('bin.notRestored'), new Error(why));
    },
    onError: (error) => showRefusal(t('bin.notRestored'), error),
    onSettled: () =>
      Promise.all(
        [key, ticketKeys.lists, ticketKeys.pages].map((queryKey) =>
          client.invalidateQueries({ queryKey }),
        ),
      ),
  });
}

/** Deletes tickets for good, one after the other. */
export function useDeleteForGood() {
  const { t } = useTranslation();
  const client = useQueryClient();
  return useMutation({
    mutationFn: async (numbers: number[]) => {
      for (const number of numbers) {
        const params = { path: { number } };
        await answerOf(api.DELETE('/api/v1/tickets/{number}', { params }));
      }
    },
    onSuccess: (_answer, numbers) => showDone(t('bin.deleted', { count: numbers.length })),
    onError: (error) => showRefusal(t('bin.notDeleted'), error),
    onSettled: () => client.invalidateQueries({ queryKey: key }),
  });
}
