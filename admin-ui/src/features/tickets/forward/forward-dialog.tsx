import { Checkbox, Text, Textarea } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { forwardedFrom, forwardedText } from '../../../../../domain/mail/forwarded-text';
import { api, newIdempotencyKey } from '../../../api/client';
import { answerOf, ApiProblem, isPassing } from '../../../api/problem';
import type { Message, MessageForward, Ticket } from '../../../api/types';
import { FormDialog } from '../../../common/form-dialog';
import { showDone } from '../../../common/toasts';
import { ticketKeys } from '../queries';
import { AddressField } from './address-field';
import classes from './forward.module.css';

/** Whom a message is shown to, with which words, and what of it goes along. */
export default function ForwardDialog({
  ticket,
  message,
  onClose,
}: {
  ticket: Ticket;
  message: Message;
  onClose: () => void;
}) {
  const { t } = useTranslation();
  const [to, setTo] = useState<string[]>([]);
  const [cc, setCc] = useState<string[]>([]);
  const [text, setText] = useState('');
  const [attachments, setAttachments] = useState(true);
  const [tried, setTried] = useState(false);
  const forward = useForward(ticket.number, message.id);
  const problems = forward.error instanceof ApiProblem ? forward.error.problems : [];
  const problemOf = (field: string): string | undefined =>
    problems.find(({ path }) => path === field || path.startsWith(`${field}.`))?.message;
  const { author, createdAt } = message;
  const quote = forwardedText({
    from: forwardedFrom(author),
    createdAt,
    subject: ticket.title,
    text: message.text,
  });
  const files = message.attachments;

  function submit(): void {
    setTried(true);
    if (to.length === 0 || text.trim() === '') return;
    forward.mutate(
      { body: { to, cc, text, attachments }, key: newIdempotencyKey() },
      {
        onSuccess: () => {
          onClose();
          showDone(t('forward.done', { to: to.join(', ') }));
        },
      },
    );
  }

  const needsTo = tried && to.length === 0 ? t('forward.needsTo') : undefined;
  const needsWords = tried && text.trim() === '' ? t('forward.needsWords') : undefined;
  return (
    <FormDialog
      onClose={onClose}
      title={t('forward.title', { name: author.name })}
      size="lg"
      error={forward.error && problems.length === 0 ? forward.error.message : null}
      failed={t('forward.notForwarded')}
      submit={
        to.length === 0
          ? t('forward.button')
          : to.length === 1
            ? t('forward.buttonTo', { to: to[0] })
            : t('forward.buttonMore', { to: to[0], count: to.length - 1 })
      }
      isPending={forward.isPending}
      onSubmit={submit}
    >
      <Text size="sm" c="dimmed">
        {t('forward.text')}
      </Text>
      <AddressField
        label={t('forward.to')}
        required
        value={to}
        error={needsTo ?? problemOf('to')}
        onChange={setTo}
      />
      <AddressField label={t('forward.cc')} value={cc} error={problemOf('cc')} onChange={setCc} />
      <Textarea
        label={t('forward.words')}
        required
        autosize
        minRows={3}
        maxRows={10}
        value={text}
        error={needsWords ?? problemOf('text')}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <div>
        <Text size="sm" fw={500} id="forward-quote">
          {t('forward.quote')}
        </Text>
        <div className={classes.quote} role="region" aria-labelledby="forward-quote" tabIndex={0}>
          {quote}
        </div>
      </div>
      {files.length > 0 && (
        <Checkbox
          label={t('forward.files', {
            count: files.length,
            names: files.map(({ name }) => name).join(', '),
          })}
          checked={attachments}
          error={problemOf('attachments')}
          onChange={(event) => setAttachments(event.currentTarget.checked)}
        />
      )}
    </FormDialog>
  );
}

function useForward(number: number, messageId: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ body, key }: { body: MessageForward; key: string }) =>
      answerOf(
        api.POST('/api/v1/tickets/{number}/messages/{messageId}/forward', {
          params: { path: { number, messageId }, header: { 'Idempotency-Key': key } },
          body,
        }),
      ),
    retry: (failures, error) => isPassing(error) && failures < 2,
    onSettled: () => client.invalidateQueries({ queryKey: ticketKeys.page(number) }),
  });
}
