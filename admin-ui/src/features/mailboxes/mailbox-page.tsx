import { Alert, Anchor, Button, Radio, Stack, Textarea, TextInput, Title } from '@mantine/core';
import { IconArrowLeft } from '@tabler/icons-react';
import { useState, type FormEvent, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, Navigate, useNavigate, useParams } from 'react-router';
import { ApiProblem } from '../../api/problem';
import type { Mailbox } from '../../api/types';
import { usePageTitle } from '../../common/page-title';
import { ErrorState, RowsSkeleton } from '../../common/states';
import { showDone } from '../../common/toasts';
import { useMay } from '../session/session';
import classes from '../settings/settings.module.css';
import { useMailboxes } from '../tickets/queries';
import { AccountFields } from './account-fields';
import { draftOf, fieldsOf, serverOf, type MailboxDraft } from './mailbox-fields';
import own from './mailboxes.module.css';
import { useSaveMailbox } from './queries';
import { ReplyFields } from './reply-fields';
import { ServerFields } from './server-fields';

/** One mailbox, or a new one, with all its settings. For administrators. */
export function MailboxPage() {
  const { id } = useParams();
  const mayChange = useMay('mailboxes.write');
  const mailboxes = useMailboxes();
  if (!mayChange) return <Navigate to="/settings/mailboxes" replace />;
  if (id === 'new') return <MailboxForm mailbox={null} />;
  if (mailboxes.isPending) return <RowsSkeleton rows={6} />;
  if (mailboxes.error) {
    return <ErrorState error={mailboxes.error} onRetry={() => void mailboxes.refetch()} />;
  }
  const mailbox = mailboxes.data.items.find((one) => one.id === id);
  if (!mailbox) return <Navigate to="/settings/mailboxes" replace />;
  return <MailboxForm key={mailbox.id} mailbox={mailbox} />;
}

function MailboxForm({ mailbox }: { mailbox: Mailbox | null }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const save = useSaveMailbox();
  const [draft, setDraft] = useState<MailboxDraft>(() => draftOf(mailbox));
  const title = mailbox ? mailbox.name : t('mailboxes.add');
  usePageTitle(title);
  const set = (changes: Partial<MailboxDraft>): void => {
    if (!save.isIdle) save.reset();
    setDraft({ ...draft, ...changes });
  };
  const problems = save.error instanceof ApiProblem ? save.error.problems : [];
  const problemAt = (path: string) => problems.find((one) => one.path === path)?.message;
  const isComplete = draft.name.trim() !== '' && draft.address.trim() !== '';
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (!isComplete || save.isPending) return;
    const asked = { id: mailbox?.id ?? null, body: fieldsOf(draft) };
    save.mutate(asked, {
      onSuccess: ({ address }) => {
        showDone(t('mailboxes.saved', { address }));
        void navigate('/settings/mailboxes');
      },
    });
  };
  return (
    <form className={own.form} onSubmit={submit} noValidate>
      <div className={classes.head}>
        <div>
          <Anchor component={Link} to="/settings/mailboxes" size="sm">
            <IconArrowLeft size={14} aria-hidden /> {t('mailboxes.title')}
          </Anchor>
          <Title order={1}>{title}</Title>
        </div>
      </div>
      <Part title={t('mailboxes.general')}>
        <TextInput
          label={t('mailboxes.address')}
          type="email"
          maxLength={254}
          error={problemAt('address')}
          value={draft.address}
          onChange={(event) => set({ address: event.currentTarget.value })}
        />
        <TextInput
          label={t('mailboxes.name')}
          description={t('mailboxes.nameHint')}
          maxLength={100}
          error={problemAt('name')}
          value={draft.name}
          onChange={(event) => set({ name: event.currentTarget.value })}
        />
        <Textarea
          label={t('mailboxes.signature')}
          description={t('mailboxes.signatureHint')}
          autosize
          minRows={3}
          maxRows={10}
          maxLength={2_000}
          error={problemAt('signature')}
          value={draft.signature}
          onChange={(event) => set({ signature: event.currentTarget.value })}
        />
      </Part>
      <Part title={t('mailboxes.incoming')}>
        <Radio.Group
          label={t('mailboxes.comesBy')}
          value={draft.fetches ? 'imap' : 'smtp'}
          onChange={(value) => set({ fetches: value === 'imap' })}
        >
          <Stack gap="xs" mt={4}>
            <Radio
              value="smtp"
              label={t('mailboxes.delivered')}
              description={t('mailboxes.deliveredText')}
            />
            <Radio
              value="imap"
              label={t('mailboxes.fetched')}
              description={t('mailboxes.fetchedText')}
            />
          </Stack>
        </Radio.Group>
        {draft.fetches && (
          <AccountFields
            mailboxId={mailbox?.id ?? null}
            hasPassword={mailbox?.imap?.hasPassword ?? false}
            account={draft.imap}
            problemAt={problemAt}
            onChange={(imap) => set({ imap })}
          />
        )}
      </Part>
      <Part title={t('mailboxes.outgoing')}>
        <Radio.Group
          label={t('mailboxes.sendsBy')}
          value={draft.ownSmtp ? 'own' : 'system'}
          onChange={(value) => set({ ownSmtp: value === 'own' })}
        >
          <Stack gap="xs" mt={4}>
            <Radio value="system" label={t('mailboxes.systemServer')} />
            <Radio value="own" label={t('mailboxes.ownServer')} />
          </Stack>
        </Radio.Group>
        {draft.ownSmtp && (
          <ServerFields
            way="smtp"
            mailboxId={mailbox?.id ?? null}
            hasPassword={mailbox?.smtp?.hasPassword ?? false}
            server={draft.smtp}
            toTry={(server) => ({ smtp: serverOf(server) })}
            problemAt={problemAt}
            onChange={(smtp) => set({ smtp })}
          />
        )}
      </Part>
      <Part title={t('mailboxes.replies')}>
        <ReplyFields draft={draft} problemAt={problemAt} onChange={set} />
      </Part>
      {save.error && (
        <Alert color="red" variant="light" role="alert" mb="sm" title={t('mailboxes.notSaved')}>
          {save.error.message}
        </Alert>
      )}
      <div className={own.buttons}>
        <Button component={Link} to="/settings/mailboxes" variant="default">
          {t('state.cancel')}
        </Button>
        <Button type="submit" loading={save.isPending} disabled={!isComplete}>
          {t('settings.save')}
        </Button>
      </div>
    </form>
  );
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <fieldset className={own.part}>
      <legend>{title}</legend>
      {children}
    </fieldset>
  );
}
