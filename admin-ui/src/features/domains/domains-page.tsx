import { Button, TextInput, Title } from '@mantine/core';
import { IconWorldCheck } from '@tabler/icons-react';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { usePageTitle } from '../../common/page-title';
import { EmptyState, ErrorState, RowsSkeleton } from '../../common/states';
import { showDone } from '../../common/toasts';
import { useMay } from '../session/session';
import settings from '../settings/settings.module.css';
import { DomainCard } from './domain-card';
import classes from './domains.module.css';
import { useAddDomain, useDomains } from './queries';

/** The domains that mail is sent from: which DNS records they need, and what the DNS says. */
export function DomainsPage() {
  const { t } = useTranslation();
  const mayChange = useMay('domains.write');
  const domains = useDomains();
  usePageTitle(t('domains.title'));
  return (
    <>
      <div className={settings.head}>
        <div>
          <Title order={1}>{t('domains.title')}</Title>
          <p className={settings.quiet}>{t('domains.intro')}</p>
        </div>
      </div>
      {mayChange && <AddForm />}
      {domains.isPending ? (
        <RowsSkeleton rows={3} />
      ) : domains.error ? (
        <ErrorState error={domains.error} onRetry={() => void domains.refetch()} />
      ) : domains.data.items.length === 0 ? (
        <EmptyState icon={<IconWorldCheck size={32} />} title={t('domains.empty')}>
          {t('domains.emptyText')}
        </EmptyState>
      ) : (
        domains.data.items.map((domain) => (
          <DomainCard key={domain.id} domain={domain} mayChange={mayChange} />
        ))
      )}
    </>
  );
}

function AddForm() {
  const { t } = useTranslation();
  const add = useAddDomain();
  const [name, setName] = useState('');
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (name.trim() === '' || add.isPending) return;
    add.mutate(name.trim(), {
      onSuccess: (domain) => {
        setName('');
        showDone(t('domains.added', { name: domain.name }));
      },
    });
  };
  return (
    <form onSubmit={submit} className={classes.add}>
      <TextInput
        className={classes.field}
        label={t('domains.field')}
        placeholder="example.com"
        maxLength={253}
        autoComplete="off"
        error={add.error?.message}
        value={name}
        onChange={(event) => {
          setName(event.currentTarget.value);
          if (!add.isIdle) add.reset();
        }}
      />
      <Button type="submit" loading={add.isPending} disabled={name.trim() === ''}>
        {t('domains.add')}
      </Button>
    </form>
  );
}
