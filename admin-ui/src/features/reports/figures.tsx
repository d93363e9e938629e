import { lazy } from 'react';
import { useTranslation } from 'react-i18next';
import type { ReportOverview } from '../../api/types';
import { Figure } from './figure';
import { dayInWords, inWords } from './numbers';

// Charts weigh more than the rest of the desk: they come once a report is looked at.
const DayChart = lazy(async () => ({ default: (await import('./charts')).DayChart }));
const BarsChart = lazy(async () => ({ default: (await import('./charts')).BarsChart }));

const priorityColours = { low: 'gray.6', medium: 'blue.6', high: 'orange.6', urgent: 'red.6' };

export function PerDay({ report }: { report: ReportOverview }) {
  const { t } = useTranslation();
  return (
    <Figure
      title={t('report.perDay')}
      summary={t('report.perDaySummary', {
        created: inWords(report.created),
        resolved: inWords(report.resolved),
        from: dayInWords(report.from, true),
        to: dayInWords(report.to, true),
      })}
      columns={[t('report.day'), t('report.created'), t('report.resolved')]}
      rows={report.perDay.map(({ day, created, resolved }) => [
        dayInWords(day, true),
        inWords(created),
        inWords(resolved),
      ])}
    >
      <DayChart
        days={report.perDay.map((one) => ({ ...one, day: dayInWords(one.day) }))}
        created={t('report.created')}
        resolved={t('report.resolved')}
      />
    </Figure>
  );
}

export function ByAge({ report }: { report: ReportOverview }) {
  const { t } = useTranslation();
  const bars = report.openByAge.map(({ age, count }) => ({
    name: t(`report.age.${age}`),
    count,
    colour: age === 'older' ? 'orange.6' : 'indigo.6',
  }));
  return <Open title={t('report.byAge')} of={t('field.age')} bars={bars} open={report.open} />;
}

export function ByPriority({ report }: { report: ReportOverview }) {
  const { t } = useTranslation();
  const bars = report.openByPriority.map(({ priority, count }) => ({
    name: t(`priority.${priority}`),
    count,
    colour: priorityColours[priority],
  }));
  return (
    <Open title={t('report.byPriority')} of={t('field.priority')} bars={bars} open={report.open} />
  );
}

function Open({
  title,
  of,
  bars,
  open,
}: {
  title: string;
  of: string;
  bars: { name: string; count: number; colour: string }[];
  open: number;
}) {
  const { t } = useTranslation();
  const list = bars.map(({ name, count }) => `${name} ${inWords(count)}`).join(', ');
  return (
    <Figure
      title={title}
      summary={`${t('report.openSummary', { count: open })}: ${list}`}
      columns={[of, t('report.tickets')]}
      rows={bars.map(({ name, count }) => [name, inWords(count)])}
    >
      <BarsChart bars={bars} name={t('report.tickets')} />
    </Figure>
  );
}
