import { Button, Checkbox, SegmentedControl, Title } from '@mantine/core';
import { IconArrowBackUp, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useSearchParams } from 'react-router';
import type { Removal } from '../../../../domain/ticket/removal';
import { moment } from '../../common/moment';
import { usePageTitle } from '../../common/page-title';
import { EmptyState, ErrorState, RowsSkeleton } from '../../common/states';
import { useMay } from '../session/session';
import settings from '../settings/settings.module.css';
import { requesterName } from '../tickets/requester';
import classes from './bin.module.css';
import DeleteDialog from './delete-dialog';
import { useEndOf, useRemoved, useRestore } from './queries';

/** What was put away: from here it comes back, or goes for good. */
export function BinPage() {
  const { t } = useTranslation();
  const [params, setParams] = useSearchParams();
  const removed: Removal = params.get('of') === 'spam' ? 'spam' : 'bin';
  usePageTitle(t('bin.title'));
  return (
    <div className={classes.page}>
      <div className={settings.head}>
        <div>
          <Title order={1}>{t('bin.title')}</Title>
          <p className={settings.quiet}>{t('bin.intro')}</p>
        </div>
        <SegmentedControl
          aria-label={t('bin.title')}
          value={removed}
          data={[
            { value: 'bin', label: t('bin.bin') },
            { value: 'spam', label: t('bin.spam') },
          ]}
          onChange={(of) => setParams(of === 'spam' ? { of } : {}, { replace: true })}
        />
      </div>
      <RemovedList key={removed} removed={removed} />
    </div>
  );
}

function RemovedList({ removed }: { removed: Removal }) {
  const { t } = useTranslation();
  const mayWrite = useMay('tickets.write');
  const mayDelete = useMay('tickets.delete');
  const list = useRemoved(removed);
  const restore = useRestore();
  const endOf = useEndOf();
  const [chosen, setChosen] = useState<number[]>([]);
  const [deleting, setDeleting] = useState(false);
  if (list.isPending) return <RowsSkeleton rows={6} />;
  if (list.error) return <ErrorState error={list.error} onRetry={() => void list.refetch()} />;
  const tickets = list.data.items;
  const selected = tickets.map(({ number }) => number).filter((one) => chosen.includes(one));
  if (tickets.length === 0) {
    const title = t(removed === 'spam' ? 'bin.emptySpam' : 'bin.emptyBin');
    return <EmptyState icon={<IconTrash size={32} />} title={title} />;
  }
  return (
    <>
      {mayWrite && (
        <div className={classes.bar}>
          <Checkbox
            label={t('bin.selectAll')}
            checked={selected.length === tickets.length}
            indeterminate={selected.length > 0 && selected.length < tickets.length}
            onChange={(event) =>
              setChosen(event.currentTarget.checked ? tickets.map(({ number }) => number) : [])
            }
          />
          <Button
            size="xs"
            disabled={selected.length === 0}
            loading={restore.isPending}
            leftSection={<IconArrowBackUp size={16} aria-hidden />}
            onClick={() => restore.mutate(selected)}
          >
            {t(removed === 'spam' ? 'bin.notSpam' : 'bin.restore')}
          </Button>
          {mayDelete && (
            <Button
              size="xs"
              variant="default"
              disabled={selected.length === 0}
              leftSection={<IconTrash size={16} aria-hidden />}
              onClick={() => setDeleting(true)}
            >
              {t('bin.deleteNow')}
            </Button>
          )}
        </div>
      )}
      <ul className={settings.rows}>
        {tickets.map((ticket) => (
          <li key={ticket.number} className={settings.rowOf}>
            {mayWrite && (
              <Checkbox
                aria-label={t('bin.select', { number: ticket.number })}
                checked={chosen.includes(ticket.number)}
                onChange={(event) => {
                  const on = event.currentTarget.checked;
                  setChosen((before) =>
                    on ? [...before, ticket.number] : before.filter((one) => one !== ticket.number),
                  );
                }}
              />
            )}
            <div className={settings.rowText}>
              <Link to={`/tickets/${ticket.number}`} className={classes.ticket}>
                #{ticket.number} {ticket.title}
              </Link>
              <div className={settings.quiet}>
                {requesterName(ticket)}
                {ticket.removedAt &&
                  ` · ${t('bin.since', { since: moment(ticket.removedAt) })} · ${t('bin.until', { until: moment(endOf(ticket.removedAt)) })}`}
              </div>
            </div>
          </li>
        ))}
      </ul>
      {deleting && (
        <DeleteDialog
          numbers={selected}
          onClose={() => setDeleting(false)}
          onDeleted={() => setChosen([])}
        />
      )}
    </>
  );
}
