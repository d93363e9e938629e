import { Anchor, Skeleton, Tabs, Title } from '@mantine/core';
import { IconArrowLeft } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import type { FlowDocument } from '../../../../flows/language/document';
import { ApiProblem } from '../../api/problem';
import { NotFoundPage } from '../../shell/not-found-page';
import { usePageTitle } from '../../common/page-title';
import { ErrorState, RowsSkeleton } from '../../common/states';
import { FlowState } from './flow-state';
import { FlowSteps } from './flow-steps';
import { useFlow, useFlowYaml, useRunsOf } from './queries';
import { RunTable } from './run-table';
import { useNames } from './use-names';
import { triggerInWords } from './trigger-words';
import classes from './flows.module.css';

export function FlowPage() {
  const { t } = useTranslation();
  const { id = '' } = useParams();
  const names = useNames();
  const flow = useFlow(id);
  usePageTitle(flow.data?.title);
  const [tab, setTab] = useState<string | null>('steps');
  if (flow.error instanceof ApiProblem && flow.error.status === 404) return <NotFoundPage />;
  if (flow.error && !flow.data)
    return <ErrorState error={flow.error} onRetry={() => void flow.refetch()} />;
  if (!flow.data) {
    return (
      <div className={classes.page}>
        <Skeleton height={24} width={280} mb="lg" />
        <RowsSkeleton rows={5} />
      </div>
    );
  }
  const document = flow.data.document as FlowDocument | null;
  return (
    <div className={classes.page}>
      <Anchor component={Link} to="/flows" size="sm" className={classes.back}>
        <IconArrowLeft size={14} aria-hidden /> {t('flow.flows')}
      </Anchor>
      <div className={classes.flowHead}>
        <Title order={1}>{flow.data.title}</Title>
        <FlowState flow={flow.data} />
      </div>
      {flow.data.description && <p className={classes.intro}>{flow.data.description}</p>}
      <Tabs value={tab} onChange={setTab} keepMounted={false} mt="sm">
        <Tabs.List>
          <Tabs.Tab value="steps">{t('flow.steps')}</Tabs.Tab>
          <Tabs.Tab value="yaml">{t('flow.yaml')}</Tabs.Tab>
          <Tabs.Tab value="runs">{t('flow.runs')}</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="steps" pt="md">
          {document ? (
            <>
              {document.on.map((trigger, index) => (
                <p key={index} className={classes.sentence}>
                  {t('flow.when', { trigger: triggerInWords(trigger, names, t) })}
                </p>
              ))}
              <FlowSteps steps={document.steps} names={names} />
            </>
          ) : (
            <p className={classes.quiet}>{t('flow.noVersion')}</p>
          )}
        </Tabs.Panel>
        <Tabs.Panel value="yaml" pt="md">
          <Yaml id={id} />
        </Tabs.Panel>
        <Tabs.Panel value="runs" pt="md">
          <Runs id={id} />
        </Tabs.Panel>
      </Tabs>
    </div>
  );
}

function Yaml({ id }: { id: string }) {
  const { t } = useTranslation();
  const yaml = useFlowYaml(id, true);
  if (yaml.error && !yaml.data)
    return <ErrorState error={yaml.error} onRetry={() => void yaml.refetch()} />;
  if (!yaml.data) return <RowsSkeleton rows={6} height={24} />;
  return (
    <pre className={classes.pre} tabIndex={0} aria-label={t('flow.yaml')}>
      {yaml.data}
    </pre>
  );
}

function Runs({ id }: { id: string }) {
  const { t } = useTranslation();
  const runs = useRunsOf(id);
  if (runs.error && !runs.data)
    return <ErrorState error={runs.error} onRetry={() => void runs.refetch()} />;
  if (!runs.data) return <RowsSkeleton rows={4} height={36} />;
  if (runs.data.items.length === 0) return <p className={classes.quiet}>{t('run.noneYet')}</p>;
  return <RunTable runs={runs.data.items} withFlow={false} />;
}
