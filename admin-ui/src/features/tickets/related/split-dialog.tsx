import { Radio, Stack, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import type { Message, Ticket } from '../../../api/types';
import { FormDialog } from '../../../common/form-dialog';
import { showDone } from '../../../common/toasts';
import { canGo } from './can-go';
import { useSplit } from './queries';

/** What the new ticket is about, and which messages go there. */
export default function SplitDialog({
  ticket,
  messages,
  from,
  onClose,
}: {
  ticket: Ticket;
  messages: Message[];
  /** The message that begins it. */
  from: Message;
  onClose: () => void;
}) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [title, setTitle] = useState(ticket.title);
  const [which, setWhich] = useState<'this' | 'later'>('this');
  const [tried, setTried] = useState(false);
  const split = useSplit(ticket.number);
  const at = messages.findIndex(({ id }) => id === from.id);
  const later = messages.slice(at).filter(canGo);

  function submit(): void {
    setTried(true);
    if (title.trim() === '') return;
    const chosen = which === 'this' ? [from] : later;
    split.mutate(
      { title: title.trim(), messageIds: chosen.map(({ id }) => id) },
      {
        onSuccess: ({ number }) => {
          onClose();
          showDone(t('related.splitDone', { number }));
          void navigate(`/tickets/${number}`);
        },
      },
    );
  }

  return (
    <FormDialog
      onClose={onClose}
      title={t('related.splitTitle')}
      size="lg"
      error={split.error?.message}
      failed={t('related.notSplit')}
      submit={t('related.splitButton')}
      isPending={split.isPending}
      onSubmit={submit}
    >
      <Text size="sm" c="dimmed">
        {t('related.splitText')}
      </Text>
      <TextInput
        label={t('field.title')}
        data-autofocus
        maxLength={300}
        error={tried && title.trim() === '' ? t('newTicket.needsTitle') : undefined}
        value={title}
        onChange={(event) => setTitle(event.currentTarget.value)}
      />
      <Radio.Group
        label={t('related.which')}
        value={which}
        onChange={(value) => setWhich(value as typeof which)}
      >
        <Stack gap={6} mt={6}>
          <Radio value="this" label={t('related.onlyThis', { name: from.author.name })} />
          {later.length > 1 && (
            <Radio value="later" label={t('related.andLater', { count: later.length })} />
          )}
        </Stack>
      </Radio.Group>
    </FormDialog>
  );
}
