import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api, newIdempotencyKey } from '../../../api/client';
import { answerOf, isPassing } from '../../../api/problem';
import type { Message } from '../../../api/types';
import { showDone, showRefusal } from '../../../common/toasts';
import { keepAsDraft, type Written } from '../composer/use-server-draft';
import { ticketKeys } from '../queries';

/**
 * Taking a held reply back, and sending one again that could not be sent or came back. `restore` gets the words
 * of a reply that was taken back; false when there is no composer any more, so they become a draft.
 */
export function useReplyActions(number: number, restore: (written: Written) => boolean) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const readAgain = () => client.invalidateQueries({ queryKey: ticketKeys.page(number) });
  const asked = ({ id }: Message, key: string) => ({
    params: { path: { id }, header: { 'Idempotency-Key': key } },
  });
  const undo = useMutation({
    mutationFn: (message: Message) =>
      // A reply is taken back once: asked again after a lost answer, it is the same request.
      answerOf(api.POST('/api/v1/messages/{id}/withdraw', asked(message, `undo-${message.id}`))),
    retry: (failures, error) => isPassing(error) && failures < 2,
    // Here and not where it is asked for: it is called also when the page is left meanwhile.
    onSuccess: async (_taken, { text, delivery, attachments }) => {
      const written = {
        text,
        cc: delivery?.cc ?? [],
        bcc: delivery?.bcc ?? [],
        files: attachments,
      };
      if (!restore(written)) await keepAsDraft(number, written);
      showDone(t('delivery.undone'));
    },
    onError: (error) => showRefusal(t('delivery.notUndone'), error),
    onSettled: readAgain,
  });
  const retry = useMutation({
    mutationFn: (message: Message) =>
      answerOf(
        api.POST('/api/v1/messages/{id}/retry-delivery', asked(message, newIdempotencyKey())),
      ),
    onError: (error) => showRefusal(t('delivery.notRetried'), error),
    onSettled: readAgain,
  });
  return { undo, retry };
}
