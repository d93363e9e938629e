import { useTranslation } from 'react-i18next';
import type { ReportOverview } from '../../api/types';
import { durationInWords } from '../../common/duration';
import { inWords, shareInWords } from './numbers';
import classes from './reports.module.css';

/** The five figures that one looks at first. */
export function Totals({ report }: { report: ReportOverview }) {
  const { t } = useTranslation();
  const { medianSeconds, p90Seconds } = report.firstResponse;
  const { asked, rated, satisfied } = report.satisfaction;
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
      <Total
        name={t('report.satisfaction')}
        value={rated > 0 ? shareInWords(satisfied / rated) : '–'}
        hint={
          rated > 0
            ? t('report.satisfactionHint', { rated: inWords(rated), asked: inWords(asked) })
            : t('report.notRated')
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
