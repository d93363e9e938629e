import { TextInput, Title } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useState, type FormEvent, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import settings from '../settings/settings.module.css';
import classes from './incoming-mail.module.css';
import { MailTabs } from './mail-tabs';

/** The head of both lists of mail: which one, a search by address or Message-ID, and a filter. */
export function MailHead({
  title,
  intro,
  filter,
}: {
  title: string;
  intro: string;
  filter: ReactNode;
}) {
  const { t } = useTranslation();
  const [params, setParams] = useSearchParams();
  const [text, setText] = useState(params.get('q') ?? '');
  const search = (event: FormEvent): void => {
    event.preventDefault();
    const next = new URLSearchParams(params);
    if (text.trim()) next.set('q', text.trim());
    else next.delete('q');
    setParams(next, { replace: true });
  };
  return (
    <>
      <MailTabs />
      <Title order={1}>{title}</Title>
      <p className={settings.quiet}>{intro}</p>
      <div className={classes.find}>
        <form onSubmit={search} role="search" className={classes.search}>
          <TextInput
            label={t('incoming.search')}
            placeholder={t('incoming.searchHint')}
            leftSection={<IconSearch size={16} />}
            maxLength={254}
            value={text}
            onChange={(event) => setText(event.currentTarget.value)}
            onBlur={search}
          />
        </form>
        {filter}
      </div>
    </>
  );
}
