import { Button } from '@mantine/core';
import { IconAlarm } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { moment } from '../../../common/moment';
import { useMay } from '../../session/session';
import { TicketBanner } from '../page/ticket-banner';
import { useWake } from './queries';

/** Says until when a ticket is out of the way, and brings it back. */
export function SnoozedBanner({ number, until }: { number: number; until: string }) {
  const { t } = useTranslation();
  const mayWrite = useMay('tickets.write');
  const wake = useWake(number);
  return (
    <TicketBanner
      action={
        mayWrite && (
          <Button
            size="xs"
            variant="default"
            leftSection={<IconAlarm size={16} aria-hidden />}
            loading={wake.isPending}
            onClick={() => wake.mutate()}
          >
            {t('snooze.wake')}
          </Button>
        )
      }
    >
      {t('snooze.until', { at: moment(until) })}
    </TicketBanner>
  );
}
