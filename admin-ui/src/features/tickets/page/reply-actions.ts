import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api, newIdempotencyKey } from '../../../api/client';
import { answerOf } from '../../../api/problem';
import type { Message } from '../../../api/types';
import { showDone, showRefusal } from '../../../shared/toasts';
import { ticketKeys } from '../queries';

/** Taking a held reply back, and sending one again that could not be sent. */
export function useReplyActions(number: number) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const readAgain = () => client.invalidateQueries({ queryKey: ticketKeys.page(number) });
  const asked = ({ id }: Message) => ({
    params: { path: { id }, header: { 'Idempotency-Key': newIdempotencyKey() } },
  });
  const undo = useMutation({
    mutationFn: (message: Message) =>
      answerOf(api.POST('/api/v1/messages/{id}/withdraw', asked(message))),
    onSuccess: () => showDone(t('delivery.undone')),
    onError: (error) => showRefusal(t('delivery.notUndone'), error),
    onSettled: readAgain,
  });
  const retry = useMutation({
    mutationFn: (message: Message) =>
      answerOf(api.POST('/api/v1/messages/{id}/retry-delivery', asked(message))),
    onError: (error) => showRefusal(t('delivery.notRetried'), error),
    onSettled: readAgain,
  });
  return { undo, retry };
}
