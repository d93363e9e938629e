import { ActionIcon, Badge, Button, Title } from '@mantine/core';
import { IconPencil, IconPlus, IconStar, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { Calendar } from '../../api/types';
import { FormDialog } from '../../common/form-dialog';
import { usePageTitle } from '../../common/page-title';
import { ErrorState, RowsSkeleton } from '../../common/states';
import { showRefusal } from '../../common/toasts';
import { useMay } from '../session/session';
import classes from '../settings/settings.module.css';
import { OpenState } from './open-state';
import { useCalendars, useMakeDefault, useRemoveCalendar } from './queries';
import { hoursInWords } from './weekdays';

/** When somebody is there: opening hours and holidays, by the clock of a zone. */
export function CalendarsPage() {
  const { t } = useTranslation();
  const mayChange = useMay('calendars.write');
  const calendars = useCalendars();
  const [removing, setRemoving] = useState<Calendar | null>(null);
  usePageTitle(t('calendars.title'));
  return (
    <>
      <div className={classes.head}>
        <div>
          <Title order={1}>{t('calendars.title')}</Title>
          <p className={classes.quiet}>{t('calendars.intro')}</p>
        </div>
        {mayChange && (
          <Button
            component={Link}
            to="/settings/calendars/new"
            size="xs"
            leftSection={<IconPlus size={16} />}
          >
            {t('calendars.add')}
          </Button>
        )}
      </div>
      {calendars.isPending ? (
        <RowsSkeleton rows={2} />
      ) : calendars.error ? (
        <ErrorState error={calendars.error} onRetry={() => void calendars.refetch()} />
      ) : (
        <ul className={classes.rows}>
          {calendars.data.map((calendar) => (
            <li key={calendar.id} className={classes.rowOf}>
              <div className={classes.rowText}>
                <div className={classes.rowTitle}>
                  {calendar.name}
                  {calendar.isDefault && (
                    <Badge variant="default" size="sm">
                      {t('calendars.default')}
                    </Badge>
                  )}
                </div>
                <div className={classes.quiet}>
                  {hoursInWords(calendar.hours) || t('calendars.closed')}
                </div>
                <div className={classes.quiet}>
                  {calendar.timeZone.replaceAll('_', ' ')}
                  {calendar.holidays.length > 0 &&
                    ` · ${t('calendars.holidayCount', { count: calendar.holidays.length })}`}
                </div>
                <OpenState calendar={calendar} />
              </div>
              {mayChange && <Actions calendar={calendar} onRemove={() => setRemoving(calendar)} />}
            </li>
          ))}
        </ul>
      )}
      {removing && <RemoveDialog calendar={removing} onClose={() => setRemoving(null)} />}
    </>
  );
}

function Actions({ calendar, onRemove }: { calendar: Calendar; onRemove: () => void }) {
  const { t } = useTranslation();
  const makeDefault = useMakeDefault();
  const { id, name, isDefault } = calendar;
  const look = { variant: 'subtle', color: 'gray' } as const;
  return (
    <div className={classes.actions}>
      {!isDefault && (
        <ActionIcon
          {...look}
          aria-label={t('calendars.makeDefault', { name })}
          title={t('calendars.makeDefault', { name })}
          onClick={() =>
            makeDefault.mutate(id, {
              onError: (error) => showRefusal(t('calendars.notSaved'), error),
            })
          }
        >
          <IconStar size={16} />
        </ActionIcon>
      )}
      <ActionIcon
        {...look}
        component={Link}
        to={`/settings/calendars/${id}`}
        aria-label={t('calendars.edit', { name })}
      >
        <IconPencil size={16} />
      </ActionIcon>
      {!isDefault && (
        <ActionIcon {...look} aria-label={t('calendars.remove', { name })} onClick={onRemove}>
          <IconTrash size={16} />
        </ActionIcon>
      )}
    </div>
  );
}

function RemoveDialog({ calendar, onClose }: { calendar: Calendar; onClose: () => void }) {
  const { t } = useTranslation();
  const remove = useRemoveCalendar();
  return (
    <FormDialog
      title={t('calendars.remove', { name: calendar.name })}
      isDanger
      submit={t('calendars.removeIt')}
      error={remove.error?.message}
      isPending={remove.isPending}
      onSubmit={() => remove.mutate(calendar.id, { onSuccess: onClose })}
      onClose={onClose}
    >
      {t('calendars.removeText')}
    </FormDialog>
  );
}
