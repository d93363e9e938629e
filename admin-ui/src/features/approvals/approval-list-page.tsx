import { Anchor, Button, Checkbox, Title } from '@mantine/core';
import { IconChecklist } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link, useSearchParams } from 'react-router';
import { usePageTitle } from '../../common/page-title';
import { EmptyState, ErrorState, RowsSkeleton } from '../../common/states';
import mails from '../incoming-mail/incoming-mail.module.css';
import { useMay } from '../session/session';
import { ApprovalCard } from './approval-card';
import classes from './approvals.module.css';
import { useApprovals } from './queries';

const states = ['open', 'ended'] as const;

/** What Flows ask the agent, and what became of it; for admins what everybody is asked. */
export function ApprovalListPage() {
  const { t } = useTranslation();
  const [params, setParams] = useSearchParams();
  const mayAll = useMay('approvals.manage');
  const state = states.find((one) => one === params.get('state')) ?? 'open';
  const all = mayAll && params.get('all') === 'true';
  usePageTitle(t('nav.approvals'));
  const address = (change: { state?: string; all?: boolean }): URLSearchParams => {
    const next = { state, all, ...change };
    return new URLSearchParams({
      ...(next.state !== 'open' && { state: next.state }),
      ...(next.all && { all: 'true' }),
    });
  };
  return (
    <div className={mails.page}>
      <Title order={1}>{t('nav.approvals')}</Title>
      <p className={classes.quiet}>{t('approvals.intro')}</p>
      <nav className={mails.tabs} aria-label={t('approvals.lists')}>
        {states.map((one) => (
          <Link
            key={one}
            to={{ search: address({ state: one }).toString() }}
            aria-current={one === state ? 'page' : undefined}
          >
            {t(`approvals.${one}`)}
          </Link>
        ))}
      </nav>
      {mayAll && (
        <Checkbox
          mb="md"
          label={t('approvals.everybodys')}
          checked={all}
          onChange={(event) =>
            setParams(address({ all: event.currentTarget.checked }), { replace: true })
          }
        />
      )}
      <Approvals state={state} all={all} />
    </div>
  );
}

function Approvals({ state, all }: { state: (typeof states)[number]; all: boolean }) {
  const { t } = useTranslation();
  const list = useApprovals({ state, all });
  if (list.isPending) return <RowsSkeleton rows={3} height={120} />;
  if (list.error && !list.data) {
    return <ErrorState error={list.error} onRetry={() => void list.refetch()} />;
  }
  const approvals = list.data.pages.flatMap((page) => page.items);
  if (approvals.length === 0) {
    const empty = state === 'open' ? 'empty' : 'emptyEnded';
    return (
      <EmptyState icon={<IconChecklist size={32} />} title={t(`approvals.${empty}`)}>
        {t(`approvals.${empty}Text`)}
      </EmptyState>
    );
  }
  return (
    <>
      <ul className={classes.list}>
        {approvals.map((approval) => (
          <li key={approval.id}>
            <ApprovalCard
              approval={approval}
              title={
                <Title order={2} className={classes.title}>
                  <Anchor component={Link} to={`/approvals/${approval.id}`} inherit>
                    {approval.flow.title}
                  </Anchor>
                </Title>
              }
            />
          </li>
        ))}
      </ul>
      {list.hasNextPage && (
        <Button
          mt="sm"
          size="xs"
          variant="default"
          loading={list.isFetchingNextPage}
          onClick={() => void list.fetchNextPage()}
        >
          {t('approvals.more')}
        </Button>
      )}
    </>
  );
}
