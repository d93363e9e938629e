import { Anchor } from '@mantine/core';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { FlowRunSummary } from '../../api/types';
import { durationInWords } from '../../common/duration';
import { RunStatus } from '../../common/run-status';
import { Age } from '../../common/time';
import { begunInWords } from './run-words';
import classes from './flows.module.css';

/** Runs, newest first. */
export function RunTable({ runs, withFlow }: { runs: FlowRunSummary[]; withFlow: boolean }) {
  const { t } = useTranslation();
  return (
    <div className={classes.tableFrame} tabIndex={0} role="region" aria-label={t('run.list')}>
      <table className={classes.table}>
        <thead>
          <tr>
            <th scope="col">{t('run.run')}</th>
            <th scope="col">{t('run.state')}</th>
            <th scope="col">{t('run.ticket')}</th>
            <th scope="col">{t('run.version')}</th>
            <th scope="col">{t('run.started')}</th>
            <th scope="col">{t('run.took')}</th>
          </tr>
        </thead>
        <tbody>
          {runs.map((run) => (
            <tr key={run.id}>
              <td>
                <Anchor component={Link} to={`/flow-runs/${run.id}`} inherit>
                  {withFlow ? run.flow.title : begunInWords(run, t)}
                </Anchor>
                {noteOf(run, t)}
              </td>
              <td>
                <RunStatus status={run.status} />
                {run.outcome && <span className={classes.outcome}>{run.outcome}</span>}
              </td>
              <td className="numbers">
                {run.ticketNumber === null ? (
                  '–'
                ) : (
                  <Anchor component={Link} to={`/tickets/${run.ticketNumber}`} inherit>
                    #{run.ticketNumber}
                  </Anchor>
                )}
              </td>
              <td className="numbers">{t('flow.versionShort', { version: run.version })}</td>
              <td>
                <Age at={run.startedAt} />
              </td>
              <td className="numbers">
                {run.endedAt
                  ? durationInWords(Date.parse(run.endedAt) - Date.parse(run.startedAt))
                  : '–'}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function noteOf({ rerunOf, status, reason }: FlowRunSummary, t: TFunction) {
  return (
    <>
      {rerunOf && <span className={classes.outcome}>{t('run.isRerun')}</span>}
      {status === 'failed' && reason && <div className={classes.why}>{reason}</div>}
    </>
  );
}
