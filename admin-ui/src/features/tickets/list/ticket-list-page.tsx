import { Anchor, Button, Loader, Title } from '@mantine/core';
import { IconArrowUp, IconInbox, IconMoodSmile } from '@tabler/icons-react';
import { lazy, Suspense, useCallback, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useSearchParams } from 'react-router';
import { readFieldConditions } from '../../../../../domain/custom-field/condition';
import { usePageTitle } from '../../../common/page-title';
import { useShortcuts, type Shortcut } from '../../../common/shortcuts';
import { EmptyState, ErrorState, RowsSkeleton } from '../../../common/states';
import { useCustomFields } from '../../custom-fields/queries';
import { useMay, useMe } from '../../session/session';
import { useAgents } from '../queries';
import type { Ticket } from '../../../api/types';
import { useViews } from '../../views/queries';
import { viewName } from '../../views/view-links';
import { ViewMenu } from '../../views/view-menu';
import { requesterName } from '../requester';
import { isFiltered, queryOf, stillMatches, type TicketFilter } from './filter';
import { FilterBar } from './filter-bar';
import { lastOpened } from './last-opened';
import { paramsOf, stateFrom, viewAt, type TicketListState } from './list-address';
import { FilterChip, ListMenus } from './list-menus';
import { useLiveList } from './live-list';
import { Refusals, type Refused } from './refusals';
import { useSelection } from './selection';
import { TicketTable, type TicketTableHandle } from './ticket-table';
import classes from './ticket-list.module.css';

// Loaded when the first ticket is selected.
const BulkBar = lazy(() => import('./bulk-bar'));

export function TicketListPage() {
  const { t } = useTranslation();
  const me = useMe();
  const mayWrite = useMay('tickets.write');
  const agents = useAgents();
  const views = useViews() ?? [];
  const [params, setParams] = useSearchParams();
  const state = stateFrom(params);
  const { filter } = state;
  const list = useLiveList(filter, state.sort);
  const customFields = useCustomFields();
  const conditions = readFieldConditions(filter.fields, customFields).conditions;
  const selection = useSelection(list.rows, JSON.stringify([filter, state.sort]));
  const [refused, setRefused] = useState<Refused[]>([]);
  const table = useRef<TicketTableHandle>(null);
  const here = viewAt(views, params);
  const title = here ? viewName(here, t) : t(`list.title.${headingOf(filter)}`);
  usePageTitle(title);
  useFocusOnReturn(table, list.rows);

  // At once: what is ticked in a filter stands in the address, and must not wait for a slow list.
  const change = (changed: Partial<TicketListState>): void =>
    setParams(paramsOf({ ...state, ...changed }), { flushSync: true });
  const step = (by: number): number => {
    const at = table.current?.focusedRow() ?? -1;
    const next = at < 0 ? (by > 0 ? 0 : list.rows.length - 1) : at + by;
    table.current?.focusRow(next);
    return next;
  };
  const selectTo = (by: number): void => {
    const at = table.current?.focusedRow() ?? -1;
    if (at >= 0 && !selection.has(list.rows[at]!.number)) selection.toggle(at);
    const next = step(by);
    if (list.rows[next]) selection.toggle(next, at >= 0);
  };
  const showNew = (): void => {
    window.scrollTo({ top: 0 });
    list.showNew();
  };
  const selecting: Shortcut[] = [
    {
      key: 'x',
      label: t('keys.select'),
      run: () => {
        const at = table.current?.focusedRow() ?? -1;
        if (at >= 0) selection.toggle(at);
      },
    },
    { key: 'shift+ArrowDown', label: t('keys.selectNext'), run: () => selectTo(1) },
    { key: 'shift+ArrowUp', label: t('keys.selectPrevious'), run: () => selectTo(-1) },
    { key: 'mod+a', label: t('keys.selectAll'), run: selection.selectAll },
    { key: 'Escape', label: t('keys.clearSelection'), run: selection.clear },
  ];
  useShortcuts([
    { key: 'j', label: t('keys.nextRow'), run: () => step(1) },
    { key: 'k', label: t('keys.previousRow'), run: () => step(-1) },
    { key: '.', label: t('keys.showNew'), run: showNew },
    // What is selected is changed: who may only read has nothing to select for.
    ...(mayWrite ? selecting : []),
  ]);
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = list;
  const needMore = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage();
  }, [hasNextPage, isFetchingNextPage, fetchNextPage]);

  return (
    <>
      <div className={classes.head}>
        <div className={classes.name}>
          <Title order={1}>{title}</Title>
          <ViewMenu here={here} views={views} state={state} />
        </div>
        <div className={classes.filters}>
          <FilterBar
            filter={filter}
            agents={agents}
            onChange={(changed) => change({ filter: { ...filter, ...changed } })}
            onClear={() => setParams({})}
          />
          {filter.requester && (
            <FilterChip
              text={t('list.requesterIs', {
                name: list.rows[0] ? requesterName(list.rows[0]) : t('list.oneCustomer'),
              })}
              onRemove={() => change({ filter: { ...filter, requester: null } })}
            />
          )}
          {filter.watcher && (
            <FilterChip
              text={
                filter.watcher === 'me'
                  ? t('views.watchedByMe')
                  : t('views.watchedBy', {
                      name: agents.find(({ id }) => id === filter.watcher)?.name ?? '?',
                    })
              }
              onRemove={() => change({ filter: { ...filter, watcher: null } })}
            />
          )}
          <ListMenus state={state} onChange={change} />
        </div>
      </div>
      <div role="status" className={classes.newBar}>
        {list.fresh.length > 0 && (
          <Button
            size="compact-sm"
            variant="light"
            leftSection={<IconArrowUp size={14} />}
            aria-keyshortcuts="."
            onClick={showNew}
          >
            {t('list.new', { count: list.fresh.length })}
          </Button>
        )}
      </div>
      <Refusals refused={refused} onHide={() => setRefused([])} />
      {list.isPending ? (
        <RowsSkeleton rows={12} />
      ) : list.error && list.rows.length === 0 ? (
        <ErrorState error={list.error} onRetry={() => void list.refetch()} />
      ) : list.rows.length === 0 ? (
        <NothingHere filtered={isFiltered(filter)} onClear={() => setParams({})} />
      ) : (
        <>
          {selection.numbers.length > 0 && (
            <Suspense>
              <BulkBar
                tickets={list.rows.filter(({ number }) => selection.has(number))}
                agents={agents}
                onRefused={setRefused}
                onClear={selection.clear}
              />
            </Suspense>
          )}
          <TicketTable
            ref={table}
            tickets={list.rows}
            columns={state.columns}
            selection={mayWrite ? selection : null}
            more={list.hasNextPage}
            onNeedMore={needMore}
            hasLeft={(ticket) => !stillMatches(ticket, filter, me.id, conditions)}
          />
          {list.isFetchingNextPage && (
            <div className={classes.more}>
              <Loader size="sm" aria-label={t('list.loadingMore')} />
            </div>
          )}
        </>
      )}
    </>
  );
}

function NothingHere({ filtered, onClear }: { filtered: boolean; onClear: () => void }) {
  const { t } = useTranslation();
  const mayMail = useMay('outbox.read');
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
        mayMail && (
          <Anchor component={Link} to="/mail" size="sm">
            {t('list.emptyAction')}
          </Anchor>
        )
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
function useFocusOnReturn(
  table: React.RefObject<TicketTableHandle | null>,
  rows: readonly Ticket[],
): void {
  const ready = rows.length > 0;
  const latest = useRef(rows);
  useEffect(() => {
    latest.current = rows;
  });
  useEffect(() => {
    const number = ready ? lastOpened.take() : null;
    if (number === null) return;
    table.current?.focusRow(latest.current.findIndex((row) => row.number === number));
  }, [table, ready]);
}
