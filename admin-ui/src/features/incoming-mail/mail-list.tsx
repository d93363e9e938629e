import { Button, NativeSelect } from '@mantine/core';
import type { InfiniteData, UseInfiniteQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import { EmptyState, ErrorState, RowsSkeleton } from '../../common/states';
import settings from '../settings/settings.module.css';
import classes from './incoming-mail.module.css';
import { MailHead } from './mail-head';

/** A page with a list of mails: its head with a search and a filter, the rows, and older ones on demand. */
export function MailList<Mail extends { id: string }>({
  title,
  intro,
  filter,
  list,
  icon,
  empty,
  children,
}: {
  title: string;
  intro: string;
  filter: MailFilter;
  list: UseInfiniteQueryResult<InfiniteData<{ items: Mail[] }>>;
  icon: ReactNode;
  /** What is said where there is no mail at all. */
  empty: string;
  /** One row. */
  children: (mail: Mail) => ReactNode;
}) {
  const { t } = useTranslation();
  const [params] = useSearchParams();
  const mails = list.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <div className={classes.page}>
      <MailHead title={title} intro={intro} filter={<Filter {...filter} />} />
      {list.isPending ? (
        <RowsSkeleton rows={8} height={60} />
      ) : list.error && mails.length === 0 ? (
        <ErrorState error={list.error} onRetry={() => void list.refetch()} />
      ) : mails.length === 0 ? (
        <EmptyState icon={icon} title={params.size > 0 ? t('incoming.noneOf') : empty} />
      ) : (
        <ul className={settings.rows}>{mails.map(children)}</ul>
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

/** A choice that the address keeps under `name`. */
export interface MailFilter {
  name: string;
  label: string;
  choices: readonly { value: string; label: string }[];
}

function Filter({ name, label, choices }: MailFilter) {
  const { t } = useTranslation();
  const [params, setParams] = useSearchParams();
  return (
    <NativeSelect
      label={label}
      value={params.get(name) ?? ''}
      data={[{ value: '', label: t('incoming.all') }, ...choices]}
      onChange={({ currentTarget: { value } }) => {
        const next = new URLSearchParams(params);
        if (value) next.set(name, value);
        else next.delete(name);
        setParams(next, { replace: true });
      }}
    />
  );
}
