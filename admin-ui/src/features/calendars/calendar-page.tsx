import { Alert, Anchor, Button, Select, TextInput, Title } from '@mantine/core';
import { IconArrowLeft } from '@tabler/icons-react';
import { useState, type FormEvent, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, Navigate, useNavigate, useParams } from 'react-router';
import { calendarNameMaxLength, weekdays } from '../../../../domain/business-time/calendar';
import { ApiProblem } from '../../api/problem';
import type { Calendar } from '../../api/types';
import { usePageTitle } from '../../common/page-title';
import { ErrorState, RowsSkeleton } from '../../common/states';
import { showDone } from '../../common/toasts';
import { useMay } from '../session/session';
import classes from '../settings/settings.module.css';
import { draftOf, fieldsOf, type CalendarDraft } from './calendar-draft';
import own from './calendars.module.css';
import { HolidayFields } from './holiday-fields';
import { HoursOfDay } from './hours-of-day';
import { useCalendars, useSaveCalendar } from './queries';

/** One calendar, or a new one. For administrators. */
export function CalendarPage() {
  const { id } = useParams();
  const mayChange = useMay('calendars.write');
  const calendars = useCalendars();
  if (!mayChange) return <Navigate to="/settings/calendars" replace />;
  if (id === 'new') return <CalendarForm calendar={null} />;
  if (calendars.isPending) return <RowsSkeleton rows={6} />;
  if (calendars.error) {
    return <ErrorState error={calendars.error} onRetry={() => void calendars.refetch()} />;
  }
  const calendar = calendars.data.find((one) => one.id === id);
  if (!calendar) return <Navigate to="/settings/calendars" replace />;
  return <CalendarForm key={calendar.id} calendar={calendar} />;
}

function CalendarForm({ calendar }: { calendar: Calendar | null }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const save = useSaveCalendar();
  const [draft, setDraft] = useState<CalendarDraft>(() => draftOf(calendar));
  const title = calendar ? calendar.name : t('calendars.add');
  usePageTitle(title);
  const set = (changes: Partial<CalendarDraft>): void => {
    if (!save.isIdle) save.reset();
    setDraft((before) => ({ ...before, ...changes }));
  };
  const problems = save.error instanceof ApiProblem ? save.error.problems : [];
  const problemAt = (path: string) => problems.find((one) => one.path === path)?.message;
  const isComplete = draft.name.trim() !== '';
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (!isComplete || save.isPending) return;
    const asked = { id: calendar?.id ?? null, body: fieldsOf(draft) };
    save.mutate(asked, {
      onSuccess: ({ name }) => {
        showDone(t('calendars.saved', { name }));
        void navigate('/settings/calendars');
      },
    });
  };
  return (
    <form className={own.form} onSubmit={submit} noValidate>
      <div className={classes.head}>
        <div>
          <Anchor component={Link} to="/settings/calendars" size="sm">
            <IconArrowLeft size={14} aria-hidden /> {t('calendars.title')}
          </Anchor>
          <Title order={1}>{title}</Title>
        </div>
      </div>
      <Part title={t('calendars.general')}>
        <TextInput
          label={t('calendars.name')}
          description={t('calendars.nameHint')}
          maxLength={calendarNameMaxLength}
          error={problemAt('name')}
          value={draft.name}
          onChange={(event) => set({ name: event.currentTarget.value })}
        />
        <Select
          label={t('calendars.timeZone')}
          description={t('calendars.timeZoneHint')}
          searchable
          allowDeselect={false}
          selectFirstOptionOnChange
          // It chooses, and does not send the form before it has.
          onKeyDown={(event) => event.key === 'Enter' && event.preventDefault()}
          nothingFoundMessage={t('calendars.noTimeZone')}
          data={timeZonesWith(draft.timeZone)}
          error={problemAt('timeZone')}
          value={draft.timeZone}
          onChange={(timeZone) => timeZone && set({ timeZone })}
        />
      </Part>
      <Part title={t('calendars.hours')}>
        {weekdays.map((weekday) => (
          <HoursOfDay
            key={weekday}
            weekday={weekday}
            hours={draft.hours}
            problemAt={problemAt}
            onChange={(hours) => set({ hours: { ...draft.hours, [weekday]: hours } })}
          />
        ))}
      </Part>
      <Part title={t('calendars.holidays')}>
        <HolidayFields
          holidays={draft.holidays}
          problemAt={problemAt}
          onChange={(holidays) => set({ holidays })}
        />
      </Part>
      {save.error && (
        <Alert color="red" variant="light" role="alert" mb="sm" title={t('calendars.notSaved')}>
          {problems.length > 0 ? t('calendars.seeMarked') : save.error.message}
        </Alert>
      )}
      <div className={own.end}>
        <Button component={Link} to="/settings/calendars" variant="default">
          {t('state.cancel')}
        </Button>
        <Button type="submit" loading={save.isPending} disabled={!isComplete}>
          {t('settings.save')}
        </Button>
      </div>
    </form>
  );
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <fieldset className={own.part}>
      <legend>{title}</legend>
      {children}
    </fieldset>
  );
}

/** Those that the browser knows. UTC is not among them, nor need be what is stored. */
function timeZonesWith(chosen: string): { value: string; label: string }[] {
  const names = new Set(['UTC', chosen, ...Intl.supportedValuesOf('timeZone')]);
  return [...names].map((value) => ({ value, label: value.replaceAll('_', ' ') }));
}
