import { ActionIcon, Input, TextInput } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import type { OpeningHours } from '../../../../domain/business-time/calendar';
import { clockOf } from './calendar-draft';
import classes from './calendars.module.css';

const ends = ['from', 'to'] as const;

/** From and to of one opening; what is wrong with either stands below both. */
export function SpanFields({
  day,
  span,
  problems,
  autoFocus,
  onChange,
  onRemove,
}: {
  day: string;
  span: OpeningHours;
  problems: { [End in keyof OpeningHours]: string | undefined };
  autoFocus: boolean;
  onChange: (span: OpeningHours) => void;
  onRemove: () => void;
}) {
  const { t } = useTranslation();
  const problemId = useId();
  const problem = problems.from ?? problems.to;
  const tidy = (end: keyof OpeningHours): void => {
    const tidied = clockOf(span[end]);
    if (tidied !== span[end]) onChange({ ...span, [end]: tidied });
  };
  return (
    <div className={classes.span}>
      {ends.map((end) => (
        <TextInput
          key={end}
          className={classes.clock}
          aria-label={t(`calendars.${end}`, { day })}
          inputMode="numeric"
          maxLength={5}
          autoFocus={autoFocus && end === 'from'}
          value={span[end]}
          error={problems[end] !== undefined}
          aria-describedby={problems[end] === undefined ? undefined : problemId}
          onChange={(event) => onChange({ ...span, [end]: event.currentTarget.value })}
          onBlur={() => tidy(end)}
        />
      ))}
      <ActionIcon
        variant="subtle"
        color="gray"
        aria-label={t('calendars.removeHours', { day, hours: `${span.from}–${span.to}` })}
        onClick={onRemove}
      >
        <IconX size={16} />
      </ActionIcon>
      {problem && (
        <Input.Error id={problemId} className={classes.problem}>
          {problem}
        </Input.Error>
      )}
    </div>
  );
}
