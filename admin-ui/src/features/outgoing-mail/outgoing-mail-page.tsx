import { Anchor, Button, NativeSelect } from '@mantine/core';
import {
  IconAlertTriangle,
  IconArrowBackUp,
  IconCheck,
  IconHourglass,
  IconMailX,
  IconSend,
  type Icon,
} from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link, useSearchParams } from 'react-router';
import type { SentMail } from '../../api/types';
import { usePageTitle } from '../../common/page-title';
import { EmptyState, ErrorState, RowsSkeleton } from '../../common/states';
import { Age } from '../../common/time';
import classes from '../incoming-mail/incoming-mail.module.css';
import { MailHead } from '../incoming-mail/mail-head';
import settings from '../settings/settings.module.css';
import { useOutgoingMail } from './queries';

const icons: Record<SentMail['state'], Icon> = {
  queued: IconHourglass,
  sent: IconCheck,
  failed: IconAlertTriangle,
  bounced: IconMailX,
  withdrawn: IconArrowBackUp,
};

const states = Object.keys(icons) as SentMail['state'][];

/** Every mail that went out or is to, and how it fares. */
export function OutgoingMailPage() {
  const { t } = useTranslation();
  const [params, setParams] = useSearchParams();
  const state = states.find((one) => one === params.get('state')) ?? null;
  const list = useOutgoingMail({ state, q: params.get('q') ?? '' });
  const mails = list.data?.pages.flatMap((page) => page.items) ?? [];
  usePageTitle(t('outgoing.title'));
  const filter = (
    <NativeSelect
      label={t('outgoing.filter')}
      value={state ?? ''}
      data={[
        { value: '', label: t('incoming.all') },
        ...states.map((one) => ({ value: one, label: t(`outgoing.state.${one}`) })),
      ]}
      onChange={({ currentTarget: { value } }) => {
        const next = new URLSearchParams(params);
        if (value) next.set('state', value);
        else next.delete('state');
        setParams(next, { replace: true });
      }}
    />
  );
  return (
    <div className={classes.page}>
      <MailHead title={t('outgoing.title')} intro={t('outgoing.intro')} filter={filter} />
      {list.isPending ? (
        <RowsSkeleton rows={8} height={60} />
      ) : list.error && mails.length === 0 ? (
        <ErrorState error={list.error} onRetry={() => void list.refetch()} />
      ) : mails.length === 0 ? (
        <EmptyState
          icon={<IconSend size={32} />}
          title={t(params.size > 0 ? 'incoming.noneOf' : 'outgoing.empty')}
        />
      ) : (
        <ul className={settings.rows}>
          {mails.map((mail) => (
            <MailRow key={mail.id} mail={mail} />
          ))}
        </ul>
      )}
      {list.hasNextPage && (
        <Button
          mt="sm"
          size="xs"
          variant="default"
          loading={list.isFetchingNextPage}
          onClick={() => void list.fetchNextPage()}
        >
          {t('incoming.more')}
        </Button>
      )}
    </div>
  );
}

function MailRow({ mail }: { mail: SentMail }) {
  const { t } = useTranslation();
  const { to, cc, subject, state, kind, attempts, reason, ticketNumber, createdAt } = mail;
  const StateIcon = icons[state];
  return (
    <li className={`${settings.rowOf} ${classes.mail}`}>
      <div className={settings.rowText}>
        <div className={settings.rowTitle}>{subject}</div>
        <div className={settings.quiet}>
          {t('outgoing.to', { to: [...to, ...cc].join(', ') })}
          {' · '}
          <Age at={createdAt} />
        </div>
        <div className={classes.fate}>
          <span className={classes.outcome} data-outcome={state}>
            <StateIcon size={14} aria-hidden />
            {t(`outgoing.state.${state}`)}
          </span>
          <span className={settings.quiet}>{t(`outgoing.kind.${kind}`)}</span>
          {attempts > 1 && (
            <span className={settings.quiet}>{t('outgoing.attempts', { count: attempts })}</span>
          )}
          {ticketNumber !== undefined && (
            <Anchor component={Link} to={`/tickets/${ticketNumber}`} inherit>
              {t('incoming.ticket', { number: ticketNumber })}
            </Anchor>
          )}
        </div>
        {reason && <div className={settings.quiet}>{reason}</div>}
      </div>
    </li>
  );
}
