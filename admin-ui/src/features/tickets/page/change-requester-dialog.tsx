import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Ticket, TicketChange } from '../../../api/types';
import { FormDialog } from '../../../common/form-dialog';
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
  const submit = (): void => {
    setTried(true);
    if (!person) return;
    onChange({ requester: requesterBody(person) });
    onClose();
  };
  return (
    <FormDialog
      onClose={onClose}
      title={t('people.changeTitle', { number: ticket.number })}
      submit={t('people.changeSave')}
      onSubmit={submit}
    >
      <RequesterField
        value={person}
        error={tried && !person ? t('newTicket.needsRequester') : undefined}
        onChange={setPerson}
      />
    </FormDialog>
  );
}
