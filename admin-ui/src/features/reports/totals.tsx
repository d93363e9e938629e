import { useTranslation } from 'react-i18next';
import type { ReportOverview } from '../../api/types';
import { durationInWords } from '../../common/duration';
import { inWords } from './numbers';
import classes from './reports.module.css';

/** The four figures that one looks at first. */
export function Totals({ report }: { report: ReportOverview }) {
  const { t } = useTranslation();
  const { medianSeconds, p90Seconds } = report.firstResponse;
  const answered = medianSeconds !== null && p90Seconds !== null;
  return (
    <dl className={classes.totals}>
      <Total name={t('report.created')} value={inWords(report.created)} />
      <Total name={t('report.resolved')} value={inWords(report.resolved)} />
      <Total
        name={t('report.openNow')}
        value={inWords(report.open)}
        hint={t('report.unassigned', { count: report.unassigned })}
      />
      <Total
        name={t('report.firstResponse')}
        value={answered ? durationInWords(medianSeconds * 1_000) : '–'}
        hint={
          answered
            ? t('report.medianHint', { p90: durationInWords(p90Seconds * 1_000) })
            : t('report.noResponse')
        }
      />
    </dl>
  );
}

function Total({ name, value, hint }: { name: string; value: string; hint?: string }) {
  return (
    <div className={classes.total}>
      <dt>{name}</dt>
      <dd className={`numbers ${classes.value}`}>{value}</dd>
      {hint && <dd className={classes.hint}>{hint}</dd>}
    </div>
  );
}
