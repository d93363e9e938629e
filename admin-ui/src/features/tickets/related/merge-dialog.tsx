import { Alert, Text } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import type { Ticket } from '../../../api/types';
import { FormDialog } from '../../../common/form-dialog';
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

  function submit(): void {
    if (!into) return;
    merge.mutate(into.number, {
      onSuccess: (merged) => {
        onClose();
        void navigate(`/tickets/${merged.into.number}`);
      },
    });
  }

  return (
    <FormDialog
      onClose={onClose}
      title={t('related.mergeTitle', { number: ticket.number })}
      size="lg"
      error={merge.error?.message}
      failed={t('related.notMerged')}
      submit={into ? t('related.mergeInto', { number: into.number }) : t('related.mergeButton')}
      isPending={merge.isPending}
      isComplete={into !== null}
      onSubmit={submit}
    >
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
    </FormDialog>
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
