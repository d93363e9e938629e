import { Alert, Button, Group, Modal, Select, Stack } from '@mantine/core';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { handmadeLinkKinds } from '../../../../../domain/ticket/link';
import type { Ticket } from '../../../api/types';
import { useLink } from './queries';
import { TicketPicker } from './ticket-picker';

/** Which other ticket has to do with this one, and how. */
export default function LinkDialog({ ticket, onClose }: { ticket: Ticket; onClose: () => void }) {
  const { t } = useTranslation();
  const [kind, setKind] = useState<(typeof handmadeLinkKinds)[number]>('related');
  const [other, setOther] = useState<Ticket | null>(null);
  const link = useLink(ticket.number);

  function submit(event: FormEvent): void {
    event.preventDefault();
    if (!other || link.isPending) return;
    link.mutate({ kind, number: other.number }, { onSuccess: onClose });
  }

  return (
    <Modal
      opened
      onClose={onClose}
      title={t('related.linkTitle', { number: ticket.number })}
      size="lg"
      closeButtonProps={{ 'aria-label': t('state.close') }}
    >
      <form onSubmit={submit} noValidate>
        <Stack gap="sm">
          <Select
            label={t('related.how')}
            allowDeselect={false}
            value={kind}
            data={handmadeLinkKinds.map((value) => ({ value, label: t(`related.kind.${value}`) }))}
            onChange={(value) => setKind((value ?? 'related') as typeof kind)}
          />
          <TicketPicker of={ticket} value={other} onChange={setOther} />
          {link.error && (
            <Alert color="red" variant="light" role="alert" title={t('related.notLinked')}>
              {link.error.message}
            </Alert>
          )}
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              {t('related.cancel')}
            </Button>
            <Button type="submit" disabled={!other} loading={link.isPending}>
              {other ? t('related.linkWith', { number: other.number }) : t('related.linkButton')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
