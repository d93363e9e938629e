import { Anchor } from '@mantine/core';
import {
  IconArrowsSplit,
  IconArrowsSplit2,
  IconBolt,
  IconHandStop,
  IconHourglass,
  IconRepeat,
  IconRoute,
  IconUserQuestion,
  IconVariable,
  IconListDetails,
} from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { StepDocument } from '../../../../flows/language/document';
import { kindOfStep, stepInWords, type StepKind } from './step-words';
import { Values } from './values';
import type { Names } from './words';
import classes from './flows.module.css';

const icons: Record<StepKind, typeof IconBolt> = {
  use: IconBolt,
  if: IconArrowsSplit2,
  switch: IconListDetails,
  for: IconRepeat,
  wait: IconHourglass,
  parallel: IconArrowsSplit,
  flow: IconRoute,
  approve: IconUserQuestion,
  set: IconVariable,
  stop: IconHandStop,
};

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
  const kind = kindOfStep(step);
  const { title, notes, values, branches } = stepInWords(step, names, t);
  const Icon = icons[kind];
  return (
    <li className={classes.step}>
      <div className={classes.stepHead}>
        <span className={classes.stepTitle}>
          <Icon size={16} aria-hidden /> {title}
        </span>
        <code className={classes.code}>{'use' in step ? `${step.id} · ${step.use}` : step.id}</code>
      </div>
      {'flow' in step && (
        <Anchor component={Link} to={`/flows/${step.flow}`} size="sm">
          {t('flow.openFlow')}
        </Anchor>
      )}
      <div className={classes.stepBody}>
        {notes.map((note) => (
          <p key={note} className={classes.note}>
            {note}
          </p>
        ))}
        {values && Object.keys(values).length > 0 && (
          <Values values={values} agents={names.agents} />
        )}
        {branches.map((branch, index) => (
          <Branch key={index} {...branch} names={names} />
        ))}
      </div>
    </li>
  );
}

function Branch({ label, steps, names }: { label: string; steps: StepDocument[]; names: Names }) {
  const { t } = useTranslation();
  return (
    <section className={classes.branch} aria-label={label}>
      <div className={classes.branchLabel}>{label}</div>
      {steps.length === 0 ? (
        <p className={classes.quiet}>{t('flow.nothing')}</p>
      ) : (
        <FlowSteps steps={steps} names={names} />
      )}
    </section>
  );
}
