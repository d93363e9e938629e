import { Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { FlowDocument, FlowInputDocument } from '../../../../flows/language/document';
import type { Flow } from '../../api/types';
import { FlowSteps } from './flow-steps';
import { settingsInWords } from './settings-words';
import { inputInWords, inputsOf, triggerInWords } from './trigger-words';
import { Values } from './values';
import type { Names } from './words';
import classes from './flows.module.css';

/** What begins a Flow, what it does, and what else is set. */
export function FlowOverview({ flow, names }: { flow: Flow; names: Names }) {
  const { t } = useTranslation();
  const document = flow.document as FlowDocument | null;
  if (!document) return <p className={classes.quiet}>{t('flow.noVersion')}</p>;
  const settings = settingsInWords(document.settings, t);
  const { outputs = {} } = document;
  return (
    <>
      {document.on.map((trigger, index) => (
        <div key={index} className={classes.begins}>
          <p className={classes.sentence}>
            {t('flow.when', { trigger: triggerInWords(trigger, names, t) })}
          </p>
          <AskedFor inputs={inputsOf(trigger)} />
        </div>
      ))}
      <FlowSteps steps={document.steps} names={names} />
      {Object.keys(outputs).length > 0 && (
        <>
          <Title order={2} className={classes.heading}>
            {t('flow.outputs')}
          </Title>
          <Values values={outputs} agents={names.agents} />
        </>
      )}
      {settings.length > 0 && (
        <>
          <Title order={2} className={classes.heading}>
            {t('flow.settings')}
          </Title>
          <ul className={classes.settings}>
            {settings.map((sentence) => (
              <li key={sentence}>{sentence}</li>
            ))}
          </ul>
        </>
      )}
    </>
  );
}

function AskedFor({ inputs }: { inputs: FlowInputDocument[] }) {
  const { t } = useTranslation();
  if (inputs.length === 0) return null;
  return (
    <div className={classes.asked}>
      <div className={classes.branchLabel}>{t('flow.begin.inputs')}</div>
      <ul className={classes.settings}>
        {inputs.map((input) => (
          <li key={input.name}>
            {inputInWords(input, t)} <code className={classes.code}>{input.name}</code>
          </li>
        ))}
      </ul>
    </div>
  );
}
