import { Button, Modal, Stack } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { escalationLevels } from '../../../../../domain/ticket/escalation';
import type { Ticket, TicketChange } from '../../../api/types';

/** How far up a ticket is to be taken, or back. */
export default function EscalateDialog({
  ticket: { number, escalation },
  onChange,
  onClose,
}: {
  ticket: Ticket;
  onChange: (change: TicketChange) => void;
  onClose: () => void;
}) {
  const { t } = useTranslation();
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('escalate.dialog', { number })}
      closeButtonProps={{ 'aria-label': t('state.close') }}
    >
      <Stack gap="sm">
        {escalationLevels.map((level) => (
          <Button
            key={level}
            variant={level === escalation ? 'light' : 'default'}
            justify="start"
            aria-pressed={level === escalation}
            data-autofocus={level === escalation || undefined}
            onClick={() => {
              if (level !== escalation) onChange({ escalation: level });
              onClose();
            }}
          >
            {level === 0 ? t('escalate.none') : t('escalation.level', { level })}
          </Button>
        ))}
      </Stack>
    </Modal>
  );
}
