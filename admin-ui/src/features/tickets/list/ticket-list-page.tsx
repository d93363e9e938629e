import { Anchor, Button, Title } from '@mantine/core';
import { IconArrowUp, IconInbox, IconMoodSmile } from '@tabler/icons-react';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useSearchParams } from 'react-router';
import { usePageTitle } from '../../../shared/page-title';
import { useShortcuts } from '../../../shared/shortcuts';
import { EmptyState, ErrorState, RowsSkeleton } from '../../../shared/states';
import { useMe } from '../../session/session';
import { useAgents } from '../queries';
import { filterFrom, isFiltered, queryOf, stillMatches, type TicketFilter } from './filter';
import { FilterBar } from './filter-bar';
import { lastOpened } from './last-opened';
import { useLiveList } from './live-list';
import { TicketTable } from './ticket-table';
import classes from './ticket-list.module.css';

export function TicketListPage() {
  const { t } = useTranslation();
  const me = useMe();
  const agents = useAgents();
  const [params, setParams] = useSearchParams();
  const filter = filterFrom(params);
  const list = useLiveList(filter);
  const rows = useRef<HTMLDivElement>(null);
  const title = t(`list.title.${headingOf(filter)}`);
  usePageTitle(title);
  useFocusOnReturn(rows, list.rows.length > 0);

  const change = (changed: Partial<TicketFilter>): void =>
    setParams(queryOf({ ...filter, ...changed }));
  const step = (by: number): void => {
    const links = [...(rows.current?.querySelectorAll<HTMLElement>('[data-row-link]') ?? [])];
    const at = links.indexOf(document.activeElement as HTMLElement);
    links[at < 0 ? (by > 0 ? 0 : links.length - 1) : at + by]?.focus();
  };
  useShortcuts([
    { key: 'j', label: t('keys.nextRow'), run: () => step(1) },
    { key: 'k', label: t('keys.previousRow'), run: () => step(-1) },
    { key: '.', label: t('keys.showNew'), run: list.showNew },
  ]);

  return (
    <>
      <div className={classes.head}>
        <Title order={1}>{title}</Title>
        <FilterBar
          filter={filter}
          agents={agents}
          onChange={change}
          onClear={() => setParams({})}
        />
      </div>
      <div role="status" className={classes.newBar}>
        {list.fresh.length > 0 && (
          <Button
            size="compact-sm"
            variant="light"
            leftSection={<IconArrowUp size={14} />}
            aria-keyshortcuts="."
            onClick={list.showNew}
          >
            {t('list.new', { count: list.fresh.length })}
          </Button>
        )}
      </div>
      {list.isPending ? (
        <RowsSkeleton rows={12} />
      ) : list.error && list.rows.length === 0 ? (
        <ErrorState error={list.error} onRetry={() => void list.refetch()} />
      ) : list.rows.length === 0 ? (
        <NothingHere filtered={isFiltered(filter)} onClear={() => setParams({})} />
      ) : (
        <div ref={rows}>
          <TicketTable
            tickets={list.rows}
            hasLeft={(ticket) => !stillMatches(ticket, filter, me.id)}
          />
          {list.hasNextPage && (
            <div className={classes.more}>
              <Button
                variant="default"
                size="xs"
                loading={list.isFetchingNextPage}
                onClick={() => void list.fetchNextPage()}
              >
                {t('list.more')}
              </Button>
            </div>
          )}
        </div>
      )}
    </>
  );
}

function NothingHere({ filtered, onClear }: { filtered: boolean; onClear: () => void }) {
  const { t } = useTranslation();
  if (filtered) {
    return (
      <EmptyState
        icon={<IconInbox size={32} />}
        title={t('list.emptyFiltered')}
        action={
          <Button variant="default" size="xs" onClick={onClear}>
            {t('list.clear')}
          </Button>
        }
      />
    );
  }
  return (
    <EmptyState
      icon={<IconMoodSmile size={32} />}
      title={t('list.empty')}
      action={
        <Anchor component={Link} to="/mail" size="sm">
          {t('list.emptyAction')}
        </Anchor>
      }
    >
      {t('list.emptyText')}
    </EmptyState>
  );
}

function headingOf(filter: TicketFilter): 'all' | 'mine' | 'unassigned' | 'some' {
  const { assignee, ...rest } = queryOf(filter);
  if (Object.keys(rest).length > 0) return 'some';
  if (assignee === undefined) return 'all';
  return assignee === 'me' ? 'mine' : assignee === 'none' ? 'unassigned' : 'some';
}

/** Coming back from a ticket, the keyboard stands on its row again. */
function useFocusOnReturn(rows: React.RefObject<HTMLDivElement | null>, ready: boolean): void {
  useEffect(() => {
    const number = ready ? lastOpened.take() : null;
    if (number === null) return;
    rows.current
      ?.querySelector<HTMLElement>(`[data-number="${number}"] [data-row-link]`)
      ?.focus({ preventScroll: false });
  }, [rows, ready]);
}
