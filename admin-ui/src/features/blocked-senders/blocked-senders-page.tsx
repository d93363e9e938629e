import { ActionIcon, Anchor, Button, TextInput, Title } from '@mantine/core';
import { IconTrash, IconUserCancel } from '@tabler/icons-react';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { BlockedSender } from '../../api/types';
import { moment } from '../../common/moment';
import { usePageTitle } from '../../common/page-title';
import { EmptyState, ErrorState, RowsSkeleton } from '../../common/states';
import { useMay } from '../session/session';
import classes from '../settings/settings.module.css';
import own from './blocked-senders.module.css';
import { useBlock, useBlockedSenders, useUnblock } from './queries';

/** Whose mail makes no ticket. An address is for everybody at the desk, a domain for admins. */
export function BlockedSendersPage() {
  const { t } = useTranslation();
  const mayBlock = useMay('blocked-senders.write');
  const list = useBlockedSenders();
  const senders = list.data?.pages.flatMap((page) => page.items) ?? [];
  usePageTitle(t('blocked.title'));
  return (
    <>
      <div className={classes.head}>
        <div>
          <Title order={1}>{t('blocked.title')}</Title>
          <p className={classes.quiet}>
            {t('blocked.intro')}{' '}
            <Anchor component={Link} to="/incoming-mail?outcome=blocked" inherit underline="always">
              {t('blocked.seeMail')}
            </Anchor>
          </p>
        </div>
      </div>
      {mayBlock && <BlockForm />}
      {list.isPending ? (
        <RowsSkeleton rows={3} />
      ) : list.error && senders.length === 0 ? (
        <ErrorState error={list.error} onRetry={() => void list.refetch()} />
      ) : senders.length === 0 ? (
        <EmptyState icon={<IconUserCancel size={32} />} title={t('blocked.empty')}>
          {t('blocked.emptyText')}
        </EmptyState>
      ) : (
        <ul className={classes.rows}>
          {senders.map((sender) => (
            <SenderRow key={sender.id} sender={sender} />
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
          {t('blocked.more')}
        </Button>
      )}
    </>
  );
}

function BlockForm() {
  const { t } = useTranslation();
  const mayBlockDomains = useMay('blocked-senders.manage');
  const block = useBlock();
  const [pattern, setPattern] = useState('');
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (pattern.trim() === '' || block.isPending) return;
    block.mutate(pattern.trim(), { onSuccess: () => setPattern('') });
  };
  return (
    <form onSubmit={submit} className={own.form}>
      <TextInput
        className={own.field}
        label={t(mayBlockDomains ? 'blocked.field' : 'blocked.fieldAddress')}
        description={t(mayBlockDomains ? 'blocked.hint' : 'blocked.hintAddress')}
        placeholder="offers@example.com"
        maxLength={254}
        autoComplete="off"
        error={block.error?.message}
        value={pattern}
        onChange={(event) => {
          setPattern(event.currentTarget.value);
          if (!block.isIdle) block.reset();
        }}
      />
      <Button type="submit" loading={block.isPending} disabled={pattern.trim() === ''}>
        {t('blocked.block')}
      </Button>
    </form>
  );
}

function SenderRow({ sender }: { sender: BlockedSender }) {
  const { t } = useTranslation();
  const { pattern, blockedBy, createdAt } = sender;
  const isDomain = !pattern.includes('@');
  const mayUnblock = useMay(isDomain ? 'blocked-senders.manage' : 'blocked-senders.write');
  const unblock = useUnblock();
  return (
    <li className={classes.rowOf}>
      <div className={classes.rowText}>
        <div className={classes.rowTitle}>
          {isDomain ? t('blocked.domain', { domain: pattern }) : pattern}
        </div>
        <div className={classes.quiet}>
          {t('blocked.by', { name: blockedBy, at: moment(createdAt) })}
        </div>
      </div>
      {mayUnblock && (
        <ActionIcon
          variant="subtle"
          color="gray"
          aria-label={t('blocked.unblock', { pattern })}
          title={t('blocked.unblock', { pattern })}
          loading={unblock.isPending}
          onClick={() => unblock.mutate(sender)}
        >
          <IconTrash size={16} />
        </ActionIcon>
      )}
    </li>
  );
}
