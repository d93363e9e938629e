import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api, newIdempotencyKey } from '../../../api/client';
import { answerOf } from '../../../api/problem';
import { moment } from '../../../common/moment';
import { showRefusal } from '../../../common/toasts';
import { ticketKeys } from '../queries';
import { offerToUndo } from '../undo';

const asked = (number: number) => ({
  params: { path: { number }, header: { 'Idempotency-Key': newIdempotencyKey() } },
});

/** Puts a ticket out of the way until a moment, and offers to undo it. */
export function useSnooze(number: number) {
  const { t } = useTranslation();
  const readAgain = useReadAgain();
  return useMutation({
    mutationFn: (until: Date) =>
      answerOf(
        api.PUT('/api/v1/tickets/{number}/snooze', {
          ...asked(number),
          body: { until: until.toISOString() },
        }),
      ),
    onSuccess: ({ snoozedUntil }) => {
      readAgain();
      offerToUndo(t('snooze.done', { number, at: moment(snoozedUntil!) }), async () => {
        await wake(number);
        readAgain();
      });
    },
  });
}

/** Brings a snoozed ticket back at once. */
export function useWake(number: number) {
  const { t } = useTranslation();
  return useMutation({
    mutationFn: () => wake(number),
    onError: (error) => showRefusal(t('snooze.notWoken'), error),
    onSettled: useReadAgain(),
  });
}

function wake(number: number) {
  return answerOf(api.DELETE('/api/v1/tickets/{number}/snooze', asked(number)));
}

function useReadAgain(): () => void {
  const client = useQueryClient();
  return () => {
    void client.invalidateQueries({ queryKey: ticketKeys.pages });
    void client.invalidateQueries({ queryKey: ticketKeys.lists });
  };
}
