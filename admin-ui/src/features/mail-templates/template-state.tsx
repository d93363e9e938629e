import { IconCircle, IconPencil, type Icon } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { MailTemplate } from '../../api/types';
import { Age } from '../../common/time';
import classes from './mail-templates.module.css';

/** Whose words it has. */
export function TemplateState({ template }: { template: MailTemplate }) {
  const { t } = useTranslation();
  const { isChanged, updatedAt, updatedBy } = template;
  const StateIcon: Icon = isChanged ? IconPencil : IconCircle;
  return (
    <span className={classes.state} data-changed={isChanged || undefined}>
      <StateIcon size={14} aria-hidden />
      {isChanged ? (
        <span>
          {t('mailTemplates.changedBy', { name: updatedBy ?? '' })} <Age at={updatedAt!} />
        </span>
      ) : (
        t('mailTemplates.standard')
      )}
    </span>
  );
}
