import { Alert, Button, Group, Modal, Stack, Text } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import type { Ticket } from '../../../api/types';
import { requesterName } from '../requester';
import { useMerge } from './queries';
import classes from './related.module.css';
import { TicketPicker } from './ticket-picker';

/** Which ticket goes on with this one. */
export default function MergeDialog({ ticket, onClose }: { ticket: Ticket; onClose: () => void }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [into, setInto] = useState<Ticket | null>(null);
  const merge = useMerge(ticket.number);
  const differ = into !== null && into.requester.id !== ticket.requester.id;

  function submit(event: FormEvent): void {
    event.preventDefault();
    if (!into || merge.isPending) return;
    merge.mutate(into.number, {
      onSuccess: (merged) => {
        onClose();
        void navigate(`/tickets/${merged.into.number}`);
      },
    });
  }

  return (
    <Modal
      opened
      onClose={onClose}
      title={t('related.mergeTitle', { number: ticket.number })}
      size="lg"
      closeButtonProps={{ 'aria-label': t('state.close') }}
    >
      <form onSubmit={submit} noValidate>
        <Stack gap="sm">
          <Text size="sm" c="dimmed">
            {t('related.mergeText', { number: ticket.number })}
          </Text>
          <TicketPicker of={ticket} value={into} onChange={setInto} />
          {into && (
            <dl className={classes.pair}>
              <dt>{t('related.closes')}</dt>
              <dd>
                <OneOf ticket={ticket} />
              </dd>
              <dt>{t('related.goesOn')}</dt>
              <dd>
                <OneOf ticket={into} />
              </dd>
            </dl>
          )}
          {differ && (
            <Alert
              color="yellow"
              variant="light"
              role="alert"
              icon={<IconAlertTriangle size={18} aria-hidden />}
              title={t('related.differ')}
            >
              {t('related.differText', {
                email: ticket.requester.email,
                other: requesterName(into),
              })}
            </Alert>
          )}
          {merge.error && (
            <Alert color="red" variant="light" role="alert" title={t('related.notMerged')}>
              {merge.error.message}
            </Alert>
          )}
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              {t('related.cancel')}
            </Button>
            <Button type="submit" disabled={!into} loading={merge.isPending}>
              {into ? t('related.mergeInto', { number: into.number }) : t('related.mergeButton')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

function OneOf({ ticket }: { ticket: Ticket }) {
  return (
    <>
      #{ticket.number} {ticket.title}
      <div className={classes.quiet}>
        {requesterName(ticket)} · {ticket.requester.email}
      </div>
    </>
  );
}
