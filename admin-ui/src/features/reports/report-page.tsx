import '@mantine/core/styles/FloatingIndicator.css';
import '@mantine/core/styles/SegmentedControl.css';
import { SegmentedControl, Title } from '@mantine/core';
import { IconChartBar } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import type { ReportOverview } from '../../api/types';
import { usePageTitle } from '../../common/page-title';
import { EmptyState, ErrorState, RowsSkeleton } from '../../common/states';
import { ByAge, ByPriority, PerDay } from './figures';
import { ranges, useOverview, type Range } from './queries';
import { Totals } from './totals';
import { Agents, Teams } from './who-did-it';
import classes from './reports.module.css';

/** What came in, what was resolved, what is open, and who did it. The address holds the period. */
export function ReportPage() {
  const { t } = useTranslation();
  const [search, setSearch] = useSearchParams();
  const range = ranges.find((days) => String(days) === search.get('days')) ?? 30;
  const overview = useOverview(range);
  usePageTitle(t('report.title'));
  return (
    <div className={classes.page}>
      <div className={classes.head}>
        <Title order={1}>{t('report.title')}</Title>
        <SegmentedControl
          size="xs"
          aria-label={t('report.range')}
          value={String(range)}
          onChange={(days) => setSearch({ days }, { replace: true })}
          data={ranges.map((days) => ({ value: String(days), label: rangeName(days) }))}
        />
      </div>
      {overview.data && (
        <p className={classes.quiet}>{t('report.intro', { timeZone: overview.data.timeZone })}</p>
      )}
      {overview.isPending ? (
        <RowsSkeleton rows={8} height={56} />
      ) : overview.error && !overview.data ? (
        <ErrorState error={overview.error} onRetry={() => void overview.refetch()} />
      ) : isEmpty(overview.data) ? (
        <EmptyState icon={<IconChartBar size={32} />} title={t('report.empty')}>
          {t('report.emptyText')}
        </EmptyState>
      ) : (
        <>
          <Totals report={overview.data} />
          <PerDay report={overview.data} />
          <div className={classes.pair}>
            <ByAge report={overview.data} />
            <ByPriority report={overview.data} />
          </div>
          <Agents agents={overview.data.agents} />
          {overview.data.teams.length > 0 && <Teams teams={overview.data.teams} />}
        </>
      )}
    </div>
  );

  function rangeName(days: Range): string {
    return t(`report.days.${days}`);
  }
}

function isEmpty({ created, resolved, open }: ReportOverview): boolean {
  return created + resolved + open === 0;
}
