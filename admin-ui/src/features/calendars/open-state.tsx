import { IconCircleCheck, IconCircleDashed } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { nextOpening } from '../../../../domain/business-time/business-time';
import type { Calendar } from '../../api/types';
import { useMinute } from '../../common/clock';
import { locale } from '../../common/locale';
import classes from './calendars.module.css';

/** Whether it is open at this moment, or when it opens next, by the clock of its zone. */
export function OpenState({ calendar }: { calendar: Calendar }) {
  const { t } = useTranslation();
  const minute = useMinute();
  const opens = nextOpening(calendar, new Date(minute));
  const isOpen = opens?.getTime() === minute;
  const StateIcon = isOpen ? IconCircleCheck : IconCircleDashed;
  return (
    <span className={classes.state} data-open={isOpen}>
      <StateIcon size={14} aria-hidden />
      <span>
        {isOpen
          ? t('calendars.openNow')
          : opens
            ? t('calendars.opens', { at: momentThere(opens, calendar.timeZone) })
            : t('calendars.neverOpens')}
      </span>
    </span>
  );
}

function momentThere(at: Date, timeZone: string): string {
  return new Intl.DateTimeFormat(locale(), {
    weekday: 'short',
    month: 'short',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    timeZone,
  }).format(at);
}
