import { Alert, Anchor, Skeleton, Title } from '@mantine/core';
import { IconArrowLeft } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import { ApiProblem } from '../../api/problem';
import type { Agent } from '../../api/types';
import { NotFoundPage } from '../../shell/not-found-page';
import { usePageTitle } from '../../common/page-title';
import { RunStatus } from '../../common/run-status';
import { ErrorState, RowsSkeleton } from '../../common/states';
import { Age, Moment } from '../../common/time';
import { useAgents } from '../tickets/queries';
import { durationInWords } from '../../common/duration';
import { actionInWords } from './step-words';
import { Values } from './values';
import { useRun } from './queries';
import classes from './flows.module.css';

export function RunPage() {
  const { t } = useTranslation();
  const { id = '' } = useParams();
  const run = useRun(id);
  const agents = useAgents();
  usePageTitle(
    run.data && t('run.title', { flow: run.data.flow.title, number: run.data.ticketNumber }),
  );
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
  const { flow, ticketNumber, version, status, startedAt, endedAt, steps, reason } = run.data;
  return (
    <div className={classes.page}>
      <Anchor component={Link} to={`/flows/${flow.id}`} size="sm" className={classes.back}>
        <IconArrowLeft size={14} aria-hidden /> {flow.title}
      </Anchor>
      <Title order={1}>{t('run.title', { flow: flow.title, number: ticketNumber })}</Title>
      <dl className={classes.facts}>
        <dt>{t('run.state')}</dt>
        <dd>
          <RunStatus status={status} />
        </dd>
        <dt>{t('run.ticket')}</dt>
        <dd>
          <Anchor component={Link} to={`/tickets/${ticketNumber}`} inherit>
            #{ticketNumber}
          </Anchor>
        </dd>
        <dt>{t('run.version')}</dt>
        <dd>{t('flow.versionShort', { version })}</dd>
        <dt>{t('run.started')}</dt>
        <dd>
          <Moment at={startedAt} />
        </dd>
        {endedAt && (
          <>
            <dt>{t('run.took')}</dt>
            <dd>{durationInWords(Date.parse(endedAt) - Date.parse(startedAt))}</dd>
          </>
        )}
      </dl>
      {reason && (
        <Alert color="red" variant="light" my="sm">
          {reason}
        </Alert>
      )}
      <Title order={2} className={classes.heading}>
        {t('flow.steps')}
      </Title>
      {steps.length === 0 ? (
        <p className={classes.quiet}>{t('run.noSteps')}</p>
      ) : (
        <ol className={classes.steps}>
          {steps.map((step, index) => (
            <RunStep key={`${step.id}-${index}`} step={step} agents={agents} />
          ))}
        </ol>
      )}
    </div>
  );
}

interface Step {
  id: string;
  use: string;
  status: string;
  input?: unknown;
  output?: unknown;
  attempts: { at: string; error?: string }[];
  waitingUntil: string | null;
}

function RunStep({ step, agents }: { step: Step; agents: Agent[] }) {
  const { t } = useTranslation();
  const failures = step.attempts.filter((attempt) => attempt.error);
  return (
    <li className={classes.step}>
      <div className={classes.stepHead}>
        <span className={classes.stepTitle}>{actionInWords(step.use, t)}</span>
        <RunStatus status={step.status} />
        <code className={classes.code}>
          {step.id === step.use ? step.id : `${step.id} · ${step.use}`}
        </code>
      </div>
      <div className={classes.stepBody}>
        {step.waitingUntil && step.status === 'waiting' && (
          <p className={classes.waiting}>
            {t('run.waitsUntil')} <Moment at={step.waitingUntil} /> (<Age at={step.waitingUntil} />)
          </p>
        )}
        <Value name={t('run.input')} value={step.input} agents={agents} />
        <Value name={t('run.output')} value={step.output} agents={agents} />
        {step.attempts.length > 1 && (
          <p className={classes.quiet}>{t('run.attempts', { count: step.attempts.length })}</p>
        )}
        {failures.map((attempt, index) => (
          <p key={index} className={classes.failure}>
            <Moment at={attempt.at} />: {attempt.error}
          </p>
        ))}
      </div>
    </li>
  );
}

/** Small values by name, everything else as JSON. */
function Value({ name, value, agents }: { name: string; value: unknown; agents: Agent[] }) {
  if (value === null || value === undefined) return null;
  const plain = typeof value === 'object' && !Array.isArray(value);
  if (plain && Object.keys(value).length === 0) return null;
  return (
    <section aria-label={name}>
      <div className={classes.branchLabel}>{name}</div>
      {plain ? (
        <Values values={value as Record<string, unknown>} agents={agents} />
      ) : (
        <pre className={classes.pre} tabIndex={0} aria-label={name}>
          {typeof value === 'string' ? value : JSON.stringify(value, null, 2)}
        </pre>
      )}
    </section>
  );
}
