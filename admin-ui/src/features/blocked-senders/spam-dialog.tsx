import { Checkbox, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Ticket, TicketChange } from '../../api/types';
import { FormDialog } from '../../common/form-dialog';
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
    <FormDialog
      onClose={onClose}
      title={t('blocked.spamTitle', { number: ticket.number })}
      submit={t('bin.markSpam')}
      onSubmit={() => {
        onChange({ removed: 'spam', ...(blocking && !block && { blockSender: true }) });
        onClose();
      }}
    >
      <Text size="sm">{t('blocked.spamText')}</Text>
      {block ? (
        <Text size="sm" c="dimmed">
          {t('blocked.isBlocked', { pattern: block })}
        </Text>
      ) : (
        <Checkbox
          label={t('blocked.alsoBlock', { address: email })}
          description={t('blocked.alsoBlockText')}
          data-autofocus
          checked={blocking}
          onChange={(event) => setBlocking(event.currentTarget.checked)}
        />
      )}
    </FormDialog>
  );
}
