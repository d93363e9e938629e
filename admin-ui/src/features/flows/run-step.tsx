import { Anchor, Button } from '@mantine/core';
import { IconPlayerTrackNext } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { Verdict as ConditionVerdict } from '../../../../flows/engine/evaluate';
import { durationInWords } from '../../common/duration';
import { RunStatus } from '../../common/run-status';
import { Age, Moment } from '../../common/time';
import { usedInWords, type ShownStep } from './run-words';
import { NamedValue } from './values';
import { Verdict } from './verdict';
import type { Names } from './words';
import classes from './flows.module.css';

/** What a step of a run was given and answered, how often it was tried and how long it waited. */
export function RunStep({
  step,
  names,
  onRunFrom,
}: {
  step: ShownStep;
  names: Names;
  /** Null: it cannot be run again now, or not by this agent. */
  onRunFrom: ((stepId: string) => void) | null;
}) {
  const { t } = useTranslation();
  const { id, use, status, input, output, explanation, takenOver } = step;
  const called = use === 'flow' && runOf(output);
  return (
    <li className={classes.step}>
      <div className={classes.stepHead}>
        <span className={classes.stepTitle}>{usedInWords(use, t)}</span>
        {step.items.length > 0 && (
          <span className={classes.item}>{t('run.item', { number: step.items.join(' · ') })}</span>
        )}
        <RunStatus status={status} />
        <code className={classes.code}>{use.includes('.') ? `${id} · ${use}` : id}</code>
        {onRunFrom && (
          <Button
            size="compact-xs"
            variant="subtle"
            leftSection={<IconPlayerTrackNext size={14} aria-hidden />}
            className={classes.runFrom}
            onClick={() => onRunFrom(id)}
          >
            {t('run.from')}
          </Button>
        )}
      </div>
      <div className={classes.stepBody}>
        {takenOver && <p className={classes.note}>{t('run.takenOver')}</p>}
        <Waits step={step} />
        {isVerdict(explanation) && <Verdict verdict={explanation} names={names} />}
        <NamedValue name={t('run.input')} value={input} agents={names.agents} />
        <NamedValue name={t('run.output')} value={output} agents={names.agents} />
        {called && (
          <Anchor component={Link} to={`/flow-runs/${called}`} size="sm">
            {t('run.called')}
          </Anchor>
        )}
        <Attempts step={step} />
      </div>
    </li>
  );
}

function Waits({ step: { status, waitingUntil, waitedMs } }: { step: ShownStep }) {
  const { t } = useTranslation();
  if (status === 'waiting') {
    return (
      <p className={classes.waiting}>
        {waitingUntil ? (
          <>
            {t('run.waitsUntil')} <Moment at={waitingUntil} /> (<Age at={waitingUntil} />)
          </>
        ) : (
          t('run.waits')
        )}
        {waitedMs !== null && `, ${t('run.waitsFor', { time: durationInWords(waitedMs) })}`}
      </p>
    );
  }
  if (waitedMs === null) return null;
  return <p className={classes.note}>{t('run.waited', { time: durationInWords(waitedMs) })}</p>;
}

function Attempts({ step: { attempts, nextAttemptAt } }: { step: ShownStep }) {
  const { t } = useTranslation();
  return (
    <>
      {attempts.length > 1 && (
        <p className={classes.note}>{t('run.attempts', { count: attempts.length })}</p>
      )}
      {attempts.map(
        ({ at, error, code }, index) =>
          error && (
            <p key={index} className={classes.failure}>
              <Moment at={at} exact />: {error}{' '}
              {code && <code className={classes.errorCode}>{code}</code>}
            </p>
          ),
      )}
      {nextAttemptAt && (
        <p className={classes.waiting}>
          {t('run.nextAttempt')} <Moment at={nextAttemptAt} exact /> (<Age at={nextAttemptAt} />)
        </p>
      )}
    </>
  );
}

/** The run that a step which runs another Flow has answered. */
function runOf(output: unknown): string | null {
  const { run } = (output ?? {}) as { run?: unknown };
  return typeof run === 'string' ? run : null;
}

function isVerdict(explanation: unknown): explanation is ConditionVerdict {
  return typeof explanation === 'object' && explanation !== null && 'holds' in explanation;
}
