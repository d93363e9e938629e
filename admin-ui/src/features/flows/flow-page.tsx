import { Anchor, Skeleton, Tabs, Title } from '@mantine/core';
import { IconArrowLeft } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link, useParams, useSearchParams } from 'react-router';
import { ApiProblem } from '../../api/problem';
import type { Flow } from '../../api/types';
import { NotFoundPage } from '../../shell/not-found-page';
import { usePageTitle } from '../../common/page-title';
import { ErrorState, RowsSkeleton } from '../../common/states';
import { Age } from '../../common/time';
import { useMay } from '../session/session';
import { FlowActions } from './flow-actions';
import { FlowDecisions } from './flow-decisions';
import { FlowHistory } from './flow-history';
import { FlowOverview } from './flow-overview';
import { FlowState } from './flow-state';
import { useFlow, useFlowYaml } from './queries';
import { RerunFailed } from './rerun-failed';
import { RunList } from './run-list';
import { useNames } from './use-names';
import type { Names } from './words';
import classes from './flows.module.css';

/** The parts of the page; which one is open stands in the address. */
const parts = ['steps', 'yaml', 'runs', 'decisions', 'history'] as const;

type Part = (typeof parts)[number];

export function FlowPage() {
  const { t } = useTranslation();
  const { id = '' } = useParams();
  const names = useNames();
  const flow = useFlow(id);
  usePageTitle(flow.data?.title);
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
      <StateInWords flow={flow.data} />
      <FlowActions flow={flow.data} />
      <Parts flow={flow.data} names={names} />
    </div>
  );
}

/** What its state means, where that is not simply that it runs. */
function StateInWords({ flow: { pausedAt, archivedAt, enabled, version } }: { flow: Flow }) {
  const { t } = useTranslation();
  if (archivedAt) {
    return (
      <p className={classes.quiet}>
        {t('flow.state.archived')} <Age at={archivedAt} />
      </p>
    );
  }
  if (version === null) return null;
  if (!enabled) return <p className={classes.quiet}>{t('flow.state.off')}</p>;
  if (!pausedAt) return null;
  return (
    <p className={classes.quiet}>
      {t('flow.state.paused')} <Age at={pausedAt} />
    </p>
  );
}

function Parts({ flow, names }: { flow: Flow; names: Names }) {
  const { t } = useTranslation();
  const [params, setParams] = useSearchParams();
  const part = parts.find((one) => one === params.get('part')) ?? 'steps';
  const mayWrite = useMay('flows.write');
  const open = (next: string | null): void =>
    setParams(next === null || next === 'steps' ? {} : { part: next }, { replace: true });
  const shows: Record<Part, () => React.ReactNode> = {
    steps: () => <FlowOverview flow={flow} names={names} />,
    yaml: () => <Yaml id={flow.id} />,
    runs: () => (
      <>
        {mayWrite && <RerunFailed id={flow.id} />}
        <RunList flow={flow.id} />
      </>
    ),
    decisions: () => <FlowDecisions id={flow.id} names={names} />,
    history: () => <FlowHistory id={flow.id} />,
  };
  return (
    <Tabs value={part} onChange={open} keepMounted={false} mt="sm">
      <Tabs.List className={classes.tabs}>
        {parts.map((one) => (
          <Tabs.Tab key={one} value={one}>
            {t(`flow.${one}`)}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      {parts.map((one) => (
        <Tabs.Panel key={one} value={one} pt="md">
          {shows[one]()}
        </Tabs.Panel>
      ))}
    </Tabs>
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
