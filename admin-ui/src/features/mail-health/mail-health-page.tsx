import { Anchor, Title } from '@mantine/core';
import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { Domain, Mailbox } from '../../api/types';
import { usePageTitle } from '../../common/page-title';
import { ErrorState, RowsSkeleton } from '../../common/states';
import { DomainState } from '../domains/domain-state';
import { useDomains } from '../domains/queries';
import classes from '../incoming-mail/incoming-mail.module.css';
import { MailTabs } from '../incoming-mail/mail-tabs';
import { ServerState } from '../mailboxes/server-state';
import settings from '../settings/settings.module.css';
import { useMailboxes } from '../tickets/queries';
import own from './mail-health.module.css';

/** Whether mail can come in and go out: each mailbox and each domain, with what is wrong. */
export function MailHealthPage() {
  const { t } = useTranslation();
  usePageTitle(t('mailHealth.title'));
  return (
    <div className={classes.page}>
      <MailTabs />
      <Title order={1}>{t('mailHealth.title')}</Title>
      <p className={settings.quiet}>{t('mailHealth.intro')}</p>
      <Part
        title={t('mailboxes.title')}
        to="/settings/mailboxes"
        list={useMailboxes({ again: 30_000 })}
        empty={t('mailHealth.noMailboxes')}
      >
        {(mailbox: Mailbox) => (
          <>
            <div className={settings.rowTitle}>{mailbox.name}</div>
            <div className={settings.quiet}>{mailbox.address}</div>
            {mailbox.imap && <ServerState mailbox={mailbox} way="imap" />}
            <ServerState mailbox={mailbox} way="smtp" />
          </>
        )}
      </Part>
      <Part
        title={t('domains.title')}
        to="/settings/domains"
        list={useDomains()}
        empty={t('domains.empty')}
      >
        {(domain: Domain) => (
          <>
            <div className={settings.rowTitle}>{domain.name}</div>
            <DomainState domain={domain} />
            {domain.records
              .filter(({ state }) => state !== 'right' && state !== null)
              .map(({ purpose, state }) => (
                <div key={purpose} className={settings.quiet}>
                  {t(`domains.purpose.${purpose}`)}: {t(`domains.record.${state!}`)}
                </div>
              ))}
          </>
        )}
      </Part>
    </div>
  );
}

function Part<T extends { id: string }>({
  title,
  to,
  list,
  empty,
  children,
}: {
  title: string;
  /** Where it is set up. */
  to: string;
  list: UseQueryResult<{ items: T[] }>;
  empty: string;
  children: (one: T) => ReactNode;
}) {
  const { t } = useTranslation();
  return (
    <section aria-label={title} className={own.part}>
      <div className={own.head}>
        <Title order={2}>{title}</Title>
        <Anchor component={Link} to={to} size="sm">
          {t('mailHealth.setUp', { what: title })}
        </Anchor>
      </div>
      {list.isPending ? (
        <RowsSkeleton rows={2} height={60} />
      ) : list.error ? (
        <ErrorState error={list.error} onRetry={() => void list.refetch()} />
      ) : list.data.items.length === 0 ? (
        <p className={settings.quiet}>{empty}</p>
      ) : (
        <ul className={settings.rows}>
          {list.data.items.map((one) => (
            <li key={one.id} className={settings.rowOf}>
              <div className={settings.rowText}>{children(one)}</div>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
