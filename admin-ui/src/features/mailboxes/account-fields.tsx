import { Autocomplete, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { accountOf, type AccountDraft } from './mailbox-fields';
import classes from './mailboxes.module.css';
import { ServerFields } from './server-fields';

/** The IMAP account that the mailbox's mail is fetched from. */
export function AccountFields({
  mailboxId,
  hasPassword,
  account,
  problemAt,
  onChange,
}: {
  mailboxId: string | null;
  hasPassword: boolean;
  account: AccountDraft;
  problemAt: (path: string) => string | undefined;
  onChange: (account: AccountDraft) => void;
}) {
  const { t } = useTranslation();
  return (
    <ServerFields
      way="imap"
      mailboxId={mailboxId}
      hasPassword={hasPassword}
      server={account}
      toTry={(draft) => ({ imap: accountOf(draft) })}
      problemAt={problemAt}
      onChange={onChange}
    >
      {(folders) => (
        <div className={classes.signIn}>
          <Autocomplete
            label={t('mailboxes.folder')}
            description={t('mailboxes.folderHint')}
            data={folders}
            maxLength={250}
            error={problemAt('imap.folder')}
            value={account.folder}
            onChange={(folder) => onChange({ ...account, folder })}
          />
          <TextInput
            label={t('mailboxes.since')}
            description={t('mailboxes.sinceHint')}
            type="date"
            error={problemAt('imap.since')}
            value={account.since}
            onChange={(event) => onChange({ ...account, since: event.currentTarget.value })}
          />
        </div>
      )}
    </ServerFields>
  );
}
