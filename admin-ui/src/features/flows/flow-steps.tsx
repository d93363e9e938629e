import { IconArrowsSplit2, IconBolt, IconHandStop, IconHourglass } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { StepDocument } from '../../../../flows/language/document';
import type { Agent } from '../../api/types';
import { writtenDurationInWords } from '../../common/duration';
import { conditionInWords, triggerInWords, type Names } from './words';
import classes from './flows.module.css';

/** The steps as a list that reads from the top, branches indented under what decides. */
export function FlowSteps({ steps, names }: { steps: StepDocument[]; names: Names }) {
  return (
    <ol className={classes.steps}>
      {steps.map((step) => (
        <FlowStep key={step.id} step={step} names={names} />
      ))}
    </ol>
  );
}

function FlowStep({ step, names }: { step: StepDocument; names: Names }) {
  const { t } = useTranslation();
  if ('if' in step) {
    return (
      <Line
        icon={<IconArrowsSplit2 size={16} aria-hidden />}
        id={step.id}
        title={t('flow.if', { condition: conditionInWords(step.if.when, names, t) })}
      >
        <Branch label={t('flow.then')} steps={step.if.then} names={names} />
        {step.if.else && <Branch label={t('flow.else')} steps={step.if.else} names={names} />}
      </Line>
    );
  }
  if ('wait' in step) {
    const length = step.wait.for && writtenDurationInWords(step.wait.for);
    const until = step.wait.until
      ?.map((trigger) => triggerInWords(trigger, names, t))
      .join(` ${t('flow.or')} `);
    const title =
      length && until
        ? t('flow.waitBoth', { for: length, until })
        : until
          ? t('flow.waitUntil', { until })
          : t('flow.waitFor', { for: length });
    return (
      <Line icon={<IconHourglass size={16} aria-hidden />} id={step.id} title={title}>
        {step.onEvent && <Branch label={t('flow.onEvent')} steps={step.onEvent} names={names} />}
        {step.onTimeout && (
          <Branch
            label={t('flow.onTimeout', { for: length })}
            steps={step.onTimeout}
            names={names}
          />
        )}
      </Line>
    );
  }
  if ('stop' in step) {
    return (
      <Line
        icon={<IconHandStop size={16} aria-hidden />}
        id={step.id}
        title={t('flow.stop', { why: step.stop })}
      />
    );
  }
  return (
    <Line
      icon={<IconBolt size={16} aria-hidden />}
      id={step.id}
      title={actionInWords(step.use)}
      detail={step.use}
    >
      {step.with && <Inputs values={step.with} agents={names.agents} />}
    </Line>
  );
}

function Line({
  icon,
  id,
  title,
  detail,
  children,
}: {
  icon: ReactNode;
  id: string;
  title: string;
  detail?: string;
  children?: ReactNode;
}) {
  return (
    <li className={classes.step}>
      <div className={classes.stepHead}>
        {icon}
        <span className={classes.stepTitle}>{title}</span>
        <code className={classes.code}>{detail ? `${id} · ${detail}` : id}</code>
      </div>
      {children && <div className={classes.stepBody}>{children}</div>}
    </li>
  );
}

function Branch({ label, steps, names }: { label: string; steps: StepDocument[]; names: Names }) {
  const { t } = useTranslation();
  return (
    <div className={classes.branch}>
      <div className={classes.branchLabel}>{label}</div>
      {steps.length === 0 ? (
        <p className={classes.quiet}>{t('flow.nothing')}</p>
      ) : (
        <FlowSteps steps={steps} names={names} />
      )}
    </div>
  );
}

/** The settings of an action, as they stand in the document: templates are shown unrendered. */
export function Inputs({ values, agents }: { values: Record<string, unknown>; agents: Agent[] }) {
  return (
    <dl className={classes.inputs}>
      {Object.entries(values).map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>
            {agents.find((agent) => agent.id === value)?.name ??
              (typeof value === 'string' ? value : JSON.stringify(value, null, 2))}
          </dd>
        </div>
      ))}
    </dl>
  );
}

/** "core.set-priority@1" reads "Set priority". */
export function actionInWords(use: string): string {
  const action = use
    .replace(/^[^.]+\./, '')
    .replace(/@\d+$/, '')
    .replaceAll('-', ' ');
  return action.charAt(0).toUpperCase() + action.slice(1);
}
