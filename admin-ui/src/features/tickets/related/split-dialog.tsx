import { Alert, Button, Group, Modal, Radio, Stack, Text, TextInput } from '@mantine/core';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import type { Message, Ticket } from '../../../api/types';
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

  function submit(event: FormEvent): void {
    event.preventDefault();
    setTried(true);
    if (title.trim() === '' || split.isPending) return;
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
    <Modal
      opened
      onClose={onClose}
      title={t('related.splitTitle')}
      size="lg"
      closeButtonProps={{ 'aria-label': t('state.close') }}
    >
      <form onSubmit={submit} noValidate>
        <Stack gap="sm">
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
          {split.error && (
            <Alert color="red" variant="light" role="alert" title={t('related.notSplit')}>
              {split.error.message}
            </Alert>
          )}
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              {t('related.cancel')}
            </Button>
            <Button type="submit" loading={split.isPending}>
              {t('related.splitButton')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
