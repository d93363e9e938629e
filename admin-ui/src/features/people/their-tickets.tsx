import { Button, Tabs, Title } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { activeStatuses, statuses, type Status } from '../../../../domain/ticket/status';
import { PriorityBadge } from '../../common/priority';
import { ErrorState, RowsSkeleton } from '../../common/states';
import { StatusLabel } from '../../common/status';
import { Age } from '../../common/time';
import { requesterName } from '../tickets/requester';
import { useTheirTickets, useTicketCounts, type Whose } from './queries';
import classes from './people.module.css';

const tabs = {
  open: activeStatuses,
  resolved: ['resolved'],
  closed: ['closed'],
  all: statuses,
} as const satisfies Record<string, readonly Status[]>;

type Tab = keyof typeof tabs;

/** Every ticket of a person or a company: the open ones first. */
export function TheirTickets({ whose, withRequester }: { whose: Whose; withRequester?: boolean }) {
  const { t } = useTranslation();
  const [tab, setTab] = useState<Tab>('open');
  const counts = useTicketCounts(whose).data;
  const tickets = useTheirTickets(whose, tabs[tab]);
  const rows = tickets.data?.pages.flatMap(({ items }) => items) ?? [];
  const countOf = (name: Tab): number =>
    tabs[name].reduce((sum, status) => sum + (counts?.[status] ?? 0), 0);
  return (
    <section aria-labelledby="their-tickets">
      <Title order={2} id="their-tickets" className={classes.heading}>
        {t('people.tickets')}
      </Title>
      <Tabs value={tab} onChange={(chosen) => setTab((chosen ?? 'open') as Tab)}>
        <Tabs.List className={classes.tabs}>
          {(Object.keys(tabs) as Tab[]).map((name) => (
            <Tabs.Tab key={name} value={name}>
              {t(`people.tab.${name}`)}{' '}
              <span className={`numbers ${classes.quiet}`}>{counts ? countOf(name) : ''}</span>
            </Tabs.Tab>
          ))}
        </Tabs.List>
        {(Object.keys(tabs) as Tab[]).map((name) => (
          <Tabs.Panel key={name} value={name}>
            {name !== tab ? null : tickets.isPending ? (
              <RowsSkeleton rows={4} />
            ) : tickets.error && rows.length === 0 ? (
              <ErrorState error={tickets.error} onRetry={() => void tickets.refetch()} />
            ) : rows.length === 0 ? (
              <p className={classes.nothing}>
                {t(tab === 'open' ? 'people.noOpenTickets' : 'people.noTickets')}
              </p>
            ) : (
              <ul className={classes.tickets}>
                {rows.map((ticket) => (
                  <li key={ticket.number} className={classes.ticket}>
                    <Link to={`/tickets/${ticket.number}`} className={classes.link}>
                      <span className={`numbers ${classes.quiet}`}>#{ticket.number}</span>{' '}
                      {ticket.title}
                    </Link>
                    <span className={classes.facts}>
                      {withRequester && <span>{requesterName(ticket)}</span>}
                      <StatusLabel status={ticket.status} />
                      <PriorityBadge priority={ticket.priority} />
                      <Age at={ticket.updatedAt} />
                    </span>
                  </li>
                ))}
              </ul>
            )}
          </Tabs.Panel>
        ))}
      </Tabs>
      {tickets.hasNextPage && (
        <Button
          variant="default"
          size="xs"
          loading={tickets.isFetchingNextPage}
          onClick={() => void tickets.fetchNextPage()}
        >
          {t('people.more')}
        </Button>
      )}
    </section>
  );
}
