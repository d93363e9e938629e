import { Title } from '@mantine/core';
import { useId, type ComponentProps } from 'react';
import { useTranslation } from 'react-i18next';
import type { ReportOverview } from '../../api/types';
import { durationInWords } from '../../common/duration';
import { FigureTable } from './figure-table';
import { inWords, shareInWords } from './numbers';
import classes from './reports.module.css';

/** What each agent has and did. */
export function Agents({ agents }: Pick<ReportOverview, 'agents'>) {
  const { t } = useTranslation();
  return (
    <Section
      title={t('report.agents')}
      hint={t('report.agentsHint')}
      columns={[
        t('report.agent'),
        t('report.open'),
        t('report.resolved'),
        t('report.replies'),
        t('report.median'),
        t('report.satisfaction'),
      ]}
      rows={agents.map(({ id, name, open, resolved, replies, rated, satisfied, ...agent }) => ({
        key: id,
        cells: [
          name,
          inWords(open),
          inWords(resolved),
          inWords(replies),
          secondsInWords(agent.medianFirstResponseSeconds),
          rated === 0
            ? '–'
            : t('report.ofRated', { share: shareInWords(satisfied / rated), count: rated }),
        ],
      }))}
    />
  );
}

/** The same of each team. */
export function Teams({ teams }: Pick<ReportOverview, 'teams'>) {
  const { t } = useTranslation();
  return (
    <Section
      title={t('report.teams')}
      hint={t('report.teamsHint')}
      columns={[
        t('report.team'),
        t('report.created'),
        t('report.open'),
        t('report.resolved'),
        t('report.median'),
      ]}
      rows={teams.map(({ id, name, created, open, resolved, medianFirstResponseSeconds }) => ({
        key: id,
        cells: [
          name,
          inWords(created),
          inWords(open),
          inWords(resolved),
          secondsInWords(medianFirstResponseSeconds),
        ],
      }))}
    />
  );
}

function Section({
  title,
  hint,
  ...table
}: { title: string; hint: string } & Omit<ComponentProps<typeof FigureTable>, 'labelledBy'>) {
  const id = useId();
  return (
    <section className={classes.figure} aria-labelledby={id}>
      <Title order={2} id={id}>
        {title}
      </Title>
      <p className={classes.quiet}>{hint}</p>
      <FigureTable labelledBy={id} {...table} />
    </section>
  );
}

function secondsInWords(seconds: number | null): string {
  return seconds === null ? '–' : durationInWords(seconds * 1_000);
}
