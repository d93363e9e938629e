import { Alert, Anchor, Skeleton, Title } from '@mantine/core';
import { IconArrowLeft } from '@tabler/icons-react';
import { Fragment, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import { ApiProblem } from '../../api/problem';
import type { FlowRunSummary } from '../../api/types';
import { NotFoundPage } from '../../shell/not-found-page';
import { durationInWords } from '../../common/duration';
import { usePageTitle } from '../../common/page-title';
import { RunStatus } from '../../common/run-status';
import { ErrorState, RowsSkeleton } from '../../common/states';
import { Moment } from '../../common/time';
import { useRun } from './queries';
import { RunActions, useRunControl } from './run-actions';
import { RunStep } from './run-step';
import { begunInWords, type ShownRun } from './run-words';
import { useNames } from './use-names';
import { NamedValue } from './values';
import type { Names } from './words';
import classes from './flows.module.css';

export function RunPage() {
  const { t } = useTranslation();
  const { id = '' } = useParams();
  const run = useRun(id);
  const names = useNames();
  const title = run.data && titleOf(run.data);
  usePageTitle(title);
  if (run.error instanceof ApiProblem && run.error.status === 404) return <NotFoundPage />;
  if (run.error && !run.data)
    return <ErrorState error={run.error} onRetry={() => void run.refetch()} />;
  if (!run.data) {
    return (
      <div className={classes.page}>
        <Skeleton height={24} width={320} mb="lg" />
        <RowsSkeleton rows={4} height={56} />
      </div>
    );
  }
  const { flow, reason } = run.data;
  return (
    <div className={classes.page}>
      <Anchor component={Link} to={`/flows/${flow.id}`} size="sm" className={classes.back}>
        <IconArrowLeft size={14} aria-hidden /> {flow.title}
      </Anchor>
      <Title order={1}>{title}</Title>
      <Facts run={run.data} />
      {reason && (
        <Alert color="red" variant="light" my="sm" title={reason}>
          {lastErrorOf(run.data)}
        </Alert>
      )}
      {/* Made anew for another run: what was asked about is not asked about that one. */}
      <Body key={run.data.id} run={run.data} names={names} />
    </div>
  );

  function titleOf({ flow: { title: ofFlow }, ticketNumber }: FlowRunSummary): string {
    if (ticketNumber === null) return t('run.titleAlone', { flow: ofFlow });
    return t('run.title', { flow: ofFlow, number: ticketNumber });
  }
}

/** In words, why the step failed that the run ended with. */
function lastErrorOf({ steps }: ShownRun): string | undefined {
  return steps.findLast(({ status }) => status === 'failed')?.attempts.at(-1)?.error;
}

function Facts({ run }: { run: FlowRunSummary }) {
  const { t } = useTranslation();
  const { ticketNumber, version, status, outcome, startedAt, endedAt, rerunOf, calledBy, chain } =
    run;
  return (
    <dl className={classes.facts}>
      <Fact name={t('run.state')}>
        <RunStatus status={status} />
        {outcome && <span className={classes.outcome}>{outcome}</span>}
      </Fact>
      {ticketNumber !== null && (
        <Fact name={t('run.ticket')}>
          <Anchor component={Link} to={`/tickets/${ticketNumber}`} inherit>
            #{ticketNumber}
          </Anchor>
        </Fact>
      )}
      <Fact name={t('run.version')}>{t('flow.versionShort', { version })}</Fact>
      <Fact name={t('run.begunBy')}>{begunInWords(run, t)}</Fact>
      <Fact name={t('run.started')}>
        <Moment at={startedAt} />
      </Fact>
      {endedAt && (
        <Fact name={t('run.took')}>
          {durationInWords(Date.parse(endedAt) - Date.parse(startedAt))}
        </Fact>
      )}
      {calledBy && <RunLinks name={t('run.calledBy')} runs={[calledBy]} />}
      {rerunOf && <RunLinks name={t('run.rerunOf')} runs={[rerunOf]} />}
      {chain.length > 0 && <RunLinks name={t('run.chain')} runs={chain.map((led) => led.run)} />}
    </dl>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function RunLinks({ name, runs }: { name: string; runs: string[] }) {
  const { t } = useTranslation();
  return (
    <Fact name={name}>
      {runs.map((id, index) => (
        <Fragment key={id}>
          {index > 0 && ', '}
          <Anchor component={Link} to={`/flow-runs/${id}`} inherit>
            {runs.length > 1 ? t('run.nth', { number: index + 1 }) : t('run.openThat')}
          </Anchor>
        </Fragment>
      ))}
    </Fact>
  );
}

function Body({ run, names }: { run: ShownRun; names: Names }) {
  const { t } = useTranslation();
  const control = useRunControl(run);
  const { steps, inputs, outputs } = run;
  return (
    <>
      <RunActions run={run} control={control} />
      <NamedValue name={t('run.inputs')} value={inputs} agents={names.agents} />
      <Title order={2} className={classes.heading}>
        {t('flow.steps')}
      </Title>
      {steps.length === 0 ? (
        <p className={classes.quiet}>{t('run.noSteps')}</p>
      ) : (
        <ol className={classes.steps}>
          {steps.map((step) => (
            <RunStep
              key={`${step.id} ${step.iteration}`}
              step={step}
              names={names}
              onRunFrom={control.runFrom}
            />
          ))}
        </ol>
      )}
      <NamedValue name={t('run.outputs')} value={outputs} agents={names.agents} />
    </>
  );
}
