import { Button, Textarea } from '@mantine/core';
import { IconCheck, IconX } from '@tabler/icons-react';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { newIdempotencyKey } from '../../api/client';
import { isPassing } from '../../api/problem';
import { showDone, showRefusal } from '../../common/toasts';
import classes from './approvals.module.css';
import { useAnswerApproval } from './queries';

/** Approve or reject, with a few words where wanted. */
export function AnswerForm({ id, question }: { id: string; question: string }) {
  const { t } = useTranslation();
  const [comment, setComment] = useState('');
  const mutation = useAnswerApproval(id);
  // The same answer sent again after an outage is the same one.
  const keys = useRef({ approve: newIdempotencyKey(), reject: newIdempotencyKey() });
  const send = (answer: 'approve' | 'reject'): void =>
    mutation.mutate(
      { answer, comment, idempotencyKey: keys.current[answer] },
      {
        onSuccess: () => {
          showDone(t(`approvals.done.${answer}`));
          // The buttons are gone now.
          document.getElementById('main')?.focus({ preventScroll: true });
        },
        onError: (error) => {
          showRefusal(t('approvals.notAnswered'), error);
          if (!isPassing(error)) keys.current[answer] = newIdempotencyKey();
        },
      },
    );
  const sending = mutation.isPending ? mutation.variables.answer : null;
  return (
    <div className={classes.form} role="group" aria-label={question.slice(0, 120)}>
      <Textarea
        label={t('approvals.comment')}
        description={t('approvals.commentHint')}
        autosize
        minRows={1}
        maxRows={8}
        maxLength={2_000}
        value={comment}
        disabled={sending !== null}
        onChange={(event) => setComment(event.currentTarget.value)}
      />
      <div className={classes.buttons}>
        <Button
          leftSection={<IconCheck size={16} aria-hidden />}
          loading={sending === 'approve'}
          disabled={sending === 'reject'}
          onClick={() => send('approve')}
        >
          {t('approvals.approve')}
        </Button>
        <Button
          variant="default"
          leftSection={<IconX size={16} aria-hidden />}
          loading={sending === 'reject'}
          disabled={sending === 'approve'}
          onClick={() => send('reject')}
        >
          {t('approvals.reject')}
        </Button>
      </div>
    </div>
  );
}
