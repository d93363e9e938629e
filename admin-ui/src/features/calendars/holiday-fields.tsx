import { ActionIcon, Button, TextInput } from '@mantine/core';
import { IconPlus, IconX } from '@tabler/icons-react';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { maxHolidays } from '../../../../domain/business-time/calendar';
import type { Calendar } from '../../api/types';
import classes from './calendars.module.css';

/** The days that are closed whatever weekday they are. */
export function HolidayFields({
  holidays,
  problemAt,
  onChange,
}: {
  holidays: Calendar['holidays'];
  problemAt: (path: string) => string | undefined;
  onChange: (holidays: Calendar['holidays']) => void;
}) {
  const { t } = useTranslation();
  const addButton = useRef<HTMLButtonElement>(null);
  const [isAdding, setAdding] = useState(false);
  const change = (index: number, fields: Partial<Calendar['holidays'][number]>): void =>
    onChange(holidays.map((one, at) => (at === index ? { ...one, ...fields } : one)));
  return (
    <>
      {holidays.map(({ date, name }, index) => (
        <div key={index} className={classes.holiday}>
          <TextInput
            type="date"
            aria-label={t('calendars.holidayDate')}
            autoFocus={isAdding}
            value={date}
            error={problemAt(`holidays.${index}.date`)}
            onChange={(event) => change(index, { date: event.currentTarget.value })}
          />
          <TextInput
            aria-label={t('calendars.holidayName')}
            maxLength={100}
            value={name}
            error={problemAt(`holidays.${index}.name`)}
            onChange={(event) => change(index, { name: event.currentTarget.value })}
          />
          <ActionIcon
            variant="subtle"
            color="gray"
            className={classes.remove}
            aria-label={t('calendars.removeHoliday', { name: name || date })}
            onClick={() => {
              onChange(holidays.filter((_, at) => at !== index));
              addButton.current?.focus();
            }}
          >
            <IconX size={16} />
          </ActionIcon>
        </div>
      ))}
      <div>
        <Button
          ref={addButton}
          variant="default"
          size="xs"
          leftSection={<IconPlus size={16} />}
          disabled={holidays.length >= maxHolidays}
          onClick={() => {
            setAdding(true);
            onChange([...holidays, { date: '', name: '' }]);
          }}
        >
          {t('calendars.addHoliday')}
        </Button>
      </div>
    </>
  );
}
