import { Button, Group, Modal, Stack } from '@mantine/core';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { Ticket, TicketChange } from '../../../api/types';
import { requesterBody, type Person } from '../new-ticket/people';
import { RequesterField } from '../new-ticket/requester-field';

/** Gives the ticket to somebody else, found or added as for a new ticket. */
export default function ChangeRequesterDialog({
  ticket,
  onChange,
  onClose,
}: {
  ticket: Ticket;
  onChange: (change: TicketChange) => void;
  onClose: () => void;
}) {
  const { t } = useTranslation();
  const [person, setPerson] = useState<Person | null>(null);
  const [tried, setTried] = useState(false);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    setTried(true);
    if (!person) return;
    onChange({ requester: requesterBody(person) });
    onClose();
  };
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('people.changeTitle', { number: ticket.number })}
      closeButtonProps={{ 'aria-label': t('state.close') }}
    >
      <form onSubmit={submit} noValidate>
        <Stack gap="sm">
          <RequesterField
            value={person}
            error={tried && !person ? t('newTicket.needsRequester') : undefined}
            onChange={setPerson}
          />
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              {t('people.cancel')}
            </Button>
            <Button type="submit">{t('people.changeSave')}</Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
