import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { MailTemplate } from '../../api/types';
import settings from '../settings/settings.module.css';
import classes from './mail-templates.module.css';

/** What a mail may name, to insert by a click where one wrote last. */
export function VariableButtons({
  variables,
  onInsert,
}: {
  variables: MailTemplate['variables'];
  onInsert: (text: string, inSubject: boolean) => void;
}) {
  const { t } = useTranslation();
  return (
    <section aria-label={t('mailTemplates.variables')}>
      <div className={classes.label}>{t('mailTemplates.variables')}</div>
      <div className={classes.variables}>
        {variables.map(({ name, example, mayBeMissing, isNeeded, inSubject }) => (
          <Button
            key={name}
            variant="default"
            size="compact-sm"
            className={classes.variable}
            title={t('mailTemplates.example', { example })}
            onClick={() =>
              // What some mails lack stands in a condition, or they could not be written.
              onInsert(
                mayBeMissing ? `{{#if ${name}}}{{${name}}}{{/if}}` : `{{${name}}}`,
                inSubject,
              )
            }
          >
            {name}
            {isNeeded && ' *'}
          </Button>
        ))}
      </div>
      <p className={settings.quiet}>
        {t('mailTemplates.variablesHint')}
        {variables.some(({ isNeeded }) => isNeeded) && ` ${t('mailTemplates.neededHint')}`}
      </p>
    </section>
  );
}
