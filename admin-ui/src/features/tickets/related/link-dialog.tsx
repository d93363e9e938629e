import { Select } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { handmadeLinkKinds } from '../../../../../domain/ticket/link';
import type { Ticket } from '../../../api/types';
import { FormDialog } from '../../../common/form-dialog';
import { useLink } from './queries';
import { TicketPicker } from './ticket-picker';

/** Which other ticket has to do with this one, and how. */
export default function LinkDialog({ ticket, onClose }: { ticket: Ticket; onClose: () => void }) {
  const { t } = useTranslation();
  const [kind, setKind] = useState<(typeof handmadeLinkKinds)[number]>('related');
  const [other, setOther] = useState<Ticket | null>(null);
  const link = useLink(ticket.number);

  function submit(): void {
    if (!other) return;
    link.mutate({ kind, number: other.number }, { onSuccess: onClose });
  }

  return (
    <FormDialog
      onClose={onClose}
      title={t('related.linkTitle', { number: ticket.number })}
      size="lg"
      error={link.error?.message}
      failed={t('related.notLinked')}
      submit={other ? t('related.linkWith', { number: other.number }) : t('related.linkButton')}
      isPending={link.isPending}
      isComplete={other !== null}
      onSubmit={submit}
    >
      <Select
        label={t('related.how')}
        allowDeselect={false}
        value={kind}
        data={handmadeLinkKinds.map((value) => ({ value, label: t(`related.kind.${value}`) }))}
        onChange={(value) => setKind((value ?? 'related') as typeof kind)}
      />
      <TicketPicker of={ticket} value={other} onChange={setOther} />
    </FormDialog>
  );
}
