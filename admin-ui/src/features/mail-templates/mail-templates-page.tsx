import { Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { MailTemplate } from '../../api/types';
import { usePageTitle } from '../../common/page-title';
import { ErrorState, RowsSkeleton } from '../../common/states';
import settings from '../settings/settings.module.css';
import classes from './mail-templates.module.css';
import { useMailTemplates } from './queries';
import { TemplateState } from './template-state';

/** Every mail that the product writes, and whether its words are the standard ones. */
export function MailTemplatesPage() {
  const { t } = useTranslation();
  const templates = useMailTemplates();
  usePageTitle(t('mailTemplates.title'));
  return (
    <>
      <div className={settings.head}>
        <div>
          <Title order={1}>{t('mailTemplates.title')}</Title>
          <p className={settings.quiet}>{t('mailTemplates.intro')}</p>
        </div>
      </div>
      {templates.isPending ? (
        <RowsSkeleton rows={8} />
      ) : templates.error ? (
        <ErrorState error={templates.error} onRetry={() => void templates.refetch()} />
      ) : (
        (['customer', 'agent'] as const).map((reader) => (
          <section key={reader} className={classes.group}>
            <Title order={2}>{t(`mailTemplates.to.${reader}`)}</Title>
            <ul className={settings.rows}>
              {templates.data.items
                .filter(({ goesTo }) => goesTo === reader)
                .map((template) => (
                  <Row key={template.key} template={template} />
                ))}
            </ul>
          </section>
        ))
      )}
    </>
  );
}

function Row({ template }: { template: MailTemplate }) {
  const { t } = useTranslation();
  const { key } = template;
  return (
    <li className={settings.rowOf}>
      <div className={settings.rowText}>
        <Link to={`/settings/mail-templates/${key}`} className={classes.name}>
          {t(`mailTemplates.kinds.${key}.name`)}
        </Link>
        <div className={settings.quiet}>{t(`mailTemplates.kinds.${key}.when`)}</div>
      </div>
      <TemplateState template={template} />
    </li>
  );
}
