import { Alert, Button, Tabs, Textarea, Title } from '@mantine/core';
import { IconArrowBackUp, IconSend } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CaughtMail } from '../../api/types';
import { useDraft } from '../../common/drafts';
import { Moment } from '../../common/time';
import { HtmlMail } from '../tickets/page/html-mail';
import { useReplyAsCustomer } from './queries';
import classes from './mail.module.css';
import { WhatBecame } from './what-became';

/** One mail as it left: what the customer sees, the text part, and the raw source. */
export function MailView({ mail }: { mail: CaughtMail }) {
  const { t } = useTranslation();
  return (
    <article>
      <Title order={2} className={classes.title}>
        {mail.subject}
      </Title>
      <dl className={classes.addresses}>
        <dt>{t('mail.from')}</dt>
        <dd>{mail.from}</dd>
        <dt>{t('mail.to')}</dt>
        <dd>{mail.to.join(', ')}</dd>
        {mail.cc.length > 0 && (
          <>
            <dt>{t('mail.cc')}</dt>
            <dd>{mail.cc.join(', ')}</dd>
          </>
        )}
        <dt>{t('mail.at')}</dt>
        <dd>
          <Moment at={mail.receivedAt} />
        </dd>
      </dl>
      <Tabs defaultValue={mail.html ? 'html' : 'text'} keepMounted={false}>
        <Tabs.List>
          {mail.html && <Tabs.Tab value="html">{t('mail.asSeen')}</Tabs.Tab>}
          <Tabs.Tab value="text">{t('mail.text')}</Tabs.Tab>
          <Tabs.Tab value="raw">{t('mail.raw')}</Tabs.Tab>
        </Tabs.List>
        {mail.html && (
          <Tabs.Panel value="html" pt="md">
            <HtmlMail html={mail.html} title={mail.subject} />
          </Tabs.Panel>
        )}
        <Tabs.Panel value="text" pt="md">
          <div className={classes.text}>{mail.text}</div>
        </Tabs.Panel>
        <Tabs.Panel value="raw" pt="md">
          <pre className={classes.raw} tabIndex={0} aria-label={t('mail.raw')}>
            {mail.raw}
          </pre>
        </Tabs.Panel>
      </Tabs>
      {!mail.secret && <ReplyAsCustomer mail={mail} />}
    </article>
  );
}

function ReplyAsCustomer({ mail }: { mail: CaughtMail }) {
  const { t } = useTranslation();
  const [opened, setOpened] = useState(false);
  const draft = useDraft(`outbox.${mail.id}`);
  const reply = useReplyAsCustomer(mail.id);
  const who = mail.to[0] ?? '';

  const send = (): void => {
    const text = draft.text.trim();
    if (text === '' || reply.isPending) return;
    reply.mutate({ text, key: draft.keyFor(text) }, { onSuccess: () => draft.clear() });
  };
  return (
    <section className={classes.reply} aria-label={t('mail.replyAs', { who })}>
      {reply.data && <WhatBecame mail={reply.data} />}
      {!opened && draft.text === '' ? (
        <Button
          variant="default"
          leftSection={<IconArrowBackUp size={16} />}
          onClick={() => {
            setOpened(true);
            reply.reset();
          }}
        >
          {t('mail.reply')}
        </Button>
      ) : (
        <>
          <Textarea
            label={t('mail.replyAs', { who })}
            autosize
            autoFocus={opened}
            minRows={4}
            maxRows={14}
            value={draft.text}
            readOnly={reply.isPending}
            onChange={(event) => draft.setText(event.currentTarget.value)}
            onKeyDown={(event) => {
              if ((event.metaKey || event.ctrlKey) && event.key === 'Enter') send();
            }}
          />
          {reply.error && (
            <Alert color="red" variant="light" role="alert" mt="xs">
              {reply.error.message}
            </Alert>
          )}
          <div className={classes.replyFoot}>
            <Button
              variant="subtle"
              color="gray"
              onClick={() => {
                draft.clear();
                setOpened(false);
              }}
            >
              {t('mail.discard')}
            </Button>
            <Button
              leftSection={<IconSend size={16} />}
              loading={reply.isPending}
              disabled={draft.text.trim() === ''}
              onClick={send}
            >
              {t('mail.sendAsCustomer')}
            </Button>
          </div>
        </>
      )}
    </section>
  );
}
