import { useMutation, useQueryClient, type QueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api, newIdempotencyKey } from '../../../api/client';
import { answerOf } from '../../../api/problem';
import type { NewTicketLink, TicketSplit } from '../../../api/types';
import { showDone, showRefusal } from '../../../common/toasts';
import { ticketKeys } from '../queries';
import { offerToUndo } from '../undo';

const asked = (number: number) => ({
  params: { path: { number }, header: { 'Idempotency-Key': newIdempotencyKey() } },
});

/** Both tickets of a pair look different now, and the lists that have them. */
export function readAgain(client: QueryClient): void {
  void client.invalidateQueries({ queryKey: ticketKeys.pages });
  void client.invalidateQueries({ queryKey: ticketKeys.lists });
}

/** Merges a ticket into another and offers to undo it. */
export function useMerge(number: number) {
  const { t } = useTranslation();
  const client = useQueryClient();
  return useMutation({
    mutationFn: (into: number) =>
      answerOf(api.POST('/api/v1/tickets/{number}/merge', { ...asked(number), body: { into } })),
    onSuccess: ({ into }) => {
      readAgain(client);
      offerToUndo(t('related.merged', { number, into: into.number }), async () => {
        await unmerge(number);
        readAgain(client);
      });
    },
  });
}

/** Brings a merged ticket back. */
export function useUnmerge(number: number) {
  const { t } = useTranslation();
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => unmerge(number),
    onSuccess: () => showDone(t('related.unmerged', { number })),
    onError: (error) => showRefusal(t('related.notUnmerged'), error),
    onSettled: () => readAgain(client),
  });
}

function unmerge(number: number) {
  return answerOf(api.POST('/api/v1/tickets/{number}/unmerge', asked(number)));
}

/** Links two tickets. */
export function useLink(number: number) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: NewTicketLink) =>
      answerOf(api.POST('/api/v1/tickets/{number}/links', { ...asked(number), body })),
    onSuccess: () => readAgain(client),
  });
}

/** Takes the link to another ticket away. */
export function useUnlink(number: number) {
  const { t } = useTranslation();
  const client = useQueryClient();
  return useMutation({
    mutationFn: (other: number) => {
      const { header } = asked(number).params;
      return answerOf(
        api.DELETE('/api/v1/tickets/{number}/links/{other}', {
          params: { path: { number, other }, header },
        }),
      );
    },
    onError: (error) => showRefusal(t('related.notUnlinked'), error),
    onSettled: () => readAgain(client),
  });
}

/** Moves messages to a new ticket. */
export function useSplit(number: number) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: TicketSplit) =>
      answerOf(api.POST('/api/v1/tickets/{number}/split', { ...asked(number), body })),
    onSuccess: () => readAgain(client),
  });
}
