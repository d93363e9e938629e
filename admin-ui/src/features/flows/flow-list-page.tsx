import { Anchor, Title } from '@mantine/core';
import { IconRoute } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link, useSearchParams } from 'react-router';
import type { FlowDocument } from '../../../../flows/language/document';
import type { FlowSummary } from '../../api/types';
import { usePageTitle } from '../../common/page-title';
import { EmptyState, ErrorState, RowsSkeleton } from '../../common/states';
import mails from '../incoming-mail/incoming-mail.module.css';
import { FlowState } from './flow-state';
import { useFlows } from './queries';
import { RunList } from './run-list';
import { useNames } from './use-names';
import { triggerInWords } from './trigger-words';
import type { Names } from './words';
import classes from './flows.module.css';

export function FlowListPage() {
  const { t } = useTranslation();
  const [params] = useSearchParams();
  const archived = params.get('list') === 'archive';
  const flows = useFlows({ archived });
  const names = useNames();
  usePageTitle(t('flow.flows'));
  return (
    <div className={classes.page}>
      <Title order={1}>{t('flow.flows')}</Title>
      <p className={classes.intro}>{t('flow.intro')}</p>
      <nav className={mails.tabs} aria-label={t('flow.lists')}>
        <Link to="/flows" aria-current={archived ? undefined : 'page'}>
          {t('flow.kept')}
        </Link>
        <Link to="/flows?list=archive" aria-current={archived ? 'page' : undefined}>
          {t('flow.archive')}
        </Link>
      </nav>
      {flows.isPending ? (
        <RowsSkeleton rows={3} height={64} />
      ) : flows.error && !flows.data ? (
        <ErrorState error={flows.error} onRetry={() => void flows.refetch()} />
      ) : flows.data.items.length === 0 && archived ? (
        <p className={classes.quiet}>{t('flow.archiveEmpty')}</p>
      ) : flows.data.items.length === 0 ? (
        <EmptyState icon={<IconRoute size={32} />} title={t('flow.none')}>
          {t('flow.noneText')}
        </EmptyState>
      ) : (
        <ul className={classes.flows}>
          {flows.data.items.map((flow) => (
            <FlowRow key={flow.id} flow={flow} names={names} />
          ))}
        </ul>
      )}
      <AllRuns />
    </div>
  );
}

function FlowRow({ flow, names }: { flow: FlowSummary; names: Names }) {
  const { t } = useTranslation();
  const document = flow.document as FlowDocument | null;
  return (
    <li className={classes.flow}>
      <div className={classes.flowHead}>
        <Anchor component={Link} to={`/flows/${flow.id}`} fw={600}>
          {flow.title}
        </Anchor>
        <FlowState flow={flow} />
      </div>
      {document?.on.map((trigger, index) => (
        <div key={index} className={classes.trigger}>
          {t('flow.when', { trigger: triggerInWords(trigger, names, t) })}
        </div>
      ))}
    </li>
  );
}

function AllRuns() {
  const { t } = useTranslation();
  return (
    <section aria-labelledby="all-runs">
      <Title order={2} id="all-runs" className={classes.heading}>
        {t('run.latest')}
      </Title>
      <RunList />
    </section>
  );
}
