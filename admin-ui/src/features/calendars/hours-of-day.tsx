import { ActionIcon } from '@mantine/core';
import { IconCopy, IconPlus } from '@tabler/icons-react';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import {
  maxHoursOfDay,
  weekdays,
  type OpeningHours,
  type Weekday,
} from '../../../../domain/business-time/calendar';
import type { Calendar } from '../../api/types';
import { usualHours } from './calendar-draft';
import classes from './calendars.module.css';
import { SpanFields } from './span-fields';
import { weekdayName } from './weekdays';

/** When it is open on one weekday: several times, one, or closed. */
export function HoursOfDay({
  weekday,
  hours,
  problemAt,
  onChange,
}: {
  weekday: Weekday;
  hours: Calendar['hours'];
  problemAt: (path: string) => string | undefined;
  onChange: (hours: OpeningHours[]) => void;
}) {
  const { t } = useTranslation();
  const addButton = useRef<HTMLButtonElement>(null);
  // What somebody adds is where they go on; what is there from the start is not.
  const [isAdding, setAdding] = useState(false);
  const day = weekdayName(weekday);
  const own = hours[weekday];
  const dayBefore = weekdays[weekdays.indexOf(weekday) - 1];
  const look = { variant: 'subtle', color: 'gray' } as const;
  return (
    <div className={classes.day} role="group" aria-label={day}>
      <div className={classes.dayName}>{day}</div>
      <div className={classes.hours}>
        {own.length === 0 && <div className={classes.closed}>{t('calendars.closed')}</div>}
        {own.map((span, index) => (
          <SpanFields
            key={index}
            day={day}
            span={span}
            problems={{
              from: problemAt(`hours.${weekday}.${index}.from`),
              to: problemAt(`hours.${weekday}.${index}.to`),
            }}
            autoFocus={isAdding}
            onChange={(changed) => onChange(own.map((one, at) => (at === index ? changed : one)))}
            onRemove={() => {
              onChange(own.filter((_, at) => at !== index));
              addButton.current?.focus();
            }}
          />
        ))}
      </div>
      <div className={classes.buttons}>
        {dayBefore && (
          <ActionIcon
            {...look}
            aria-label={t('calendars.asBefore', { day, before: weekdayName(dayBefore) })}
            title={t('calendars.asBefore', { day, before: weekdayName(dayBefore) })}
            onClick={() => {
              setAdding(false);
              onChange(hours[dayBefore]);
            }}
          >
            <IconCopy size={16} />
          </ActionIcon>
        )}
        <ActionIcon
          {...look}
          ref={addButton}
          aria-label={t('calendars.addHours', { day })}
          title={t('calendars.addHours', { day })}
          disabled={own.length >= maxHoursOfDay}
          onClick={() => {
            setAdding(true);
            onChange([...own, own.length === 0 ? usualHours : { from: '', to: '' }]);
          }}
        >
          <IconPlus size={16} />
        </ActionIcon>
      </div>
    </div>
  );
}
