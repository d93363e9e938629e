import { Button, Checkbox, Group, Modal, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Ticket, TicketChange } from '../../api/types';
import { useBlockOf } from './queries';

/** Marks a ticket as spam and, if wished, blocks who sent it. */
export default function SpamDialog({
  ticket,
  onChange,
  onClose,
}: {
  ticket: Ticket;
  onChange: (change: TicketChange) => void;
  onClose: () => void;
}) {
  const { t } = useTranslation();
  const { email } = ticket.requester;
  const block = useBlockOf(email);
  const [blocking, setBlocking] = useState(false);
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('blocked.spamTitle', { number: ticket.number })}
      closeButtonProps={{ 'aria-label': t('state.close') }}
    >
      <Stack gap="md">
        <Text size="sm">{t('blocked.spamText')}</Text>
        {block ? (
          <Text size="sm" c="dimmed">
            {t('blocked.isBlocked', { pattern: block })}
          </Text>
        ) : (
          <Checkbox
            label={t('blocked.alsoBlock', { address: email })}
            description={t('blocked.alsoBlockText')}
            checked={blocking}
            onChange={(event) => setBlocking(event.currentTarget.checked)}
          />
        )}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            {t('bin.cancel')}
          </Button>
          <Button
            data-autofocus
            onClick={() => {
              onChange({ removed: 'spam', ...(blocking && !block && { blockSender: true }) });
              onClose();
            }}
          >
            {t('bin.markSpam')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
