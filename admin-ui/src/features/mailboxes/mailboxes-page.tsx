import { ActionIcon, Badge, Button, Title } from '@mantine/core';
import { IconPencil, IconPlus, IconStar, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { Mailbox } from '../../api/types';
import { FormDialog } from '../../common/form-dialog';
import { usePageTitle } from '../../common/page-title';
import { ErrorState, RowsSkeleton } from '../../common/states';
import { showRefusal } from '../../common/toasts';
import { useMay } from '../session/session';
import classes from '../settings/settings.module.css';
import { useMailboxes } from '../tickets/queries';
import { useMakeDefault, useRemoveMailbox } from './queries';
import { ServerState } from './server-state';

/** The addresses that mail comes in to and replies leave from, and how their sending fares. */
export function MailboxesPage() {
  const { t } = useTranslation();
  const mayChange = useMay('mailboxes.write');
  const mailboxes = useMailboxes();
  const [removing, setRemoving] = useState<Mailbox | null>(null);
  usePageTitle(t('mailboxes.title'));
  return (
    <>
      <div className={classes.head}>
        <div>
          <Title order={1}>{t('mailboxes.title')}</Title>
          <p className={classes.quiet}>{t('mailboxes.intro')}</p>
        </div>
        {mayChange && (
          <Button
            component={Link}
            to="/settings/mailboxes/new"
            size="xs"
            leftSection={<IconPlus size={16} />}
          >
            {t('mailboxes.add')}
          </Button>
        )}
      </div>
      {mailboxes.isPending ? (
        <RowsSkeleton rows={3} />
      ) : mailboxes.error ? (
        <ErrorState error={mailboxes.error} onRetry={() => void mailboxes.refetch()} />
      ) : (
        <ul className={classes.rows}>
          {mailboxes.data.items.map((mailbox) => (
            <li key={mailbox.id} className={classes.rowOf}>
              <div className={classes.rowText}>
                <div className={classes.rowTitle}>
                  {mailbox.name}
                  {mailbox.isDefault && (
                    <Badge variant="default" size="sm">
                      {t('mailboxes.default')}
                    </Badge>
                  )}
                </div>
                <div className={classes.quiet}>{mailbox.address}</div>
                {mailbox.imap && <ServerState mailbox={mailbox} way="imap" />}
                <ServerState mailbox={mailbox} way="smtp" />
              </div>
              {mayChange && <Actions mailbox={mailbox} onRemove={() => setRemoving(mailbox)} />}
            </li>
          ))}
        </ul>
      )}
      {removing && <RemoveDialog mailbox={removing} onClose={() => setRemoving(null)} />}
    </>
  );
}

function Actions({ mailbox, onRemove }: { mailbox: Mailbox; onRemove: () => void }) {
  const { t } = useTranslation();
  const makeDefault = useMakeDefault();
  const { id, address, isDefault } = mailbox;
  const look = { variant: 'subtle', color: 'gray' } as const;
  return (
    <div className={classes.actions}>
      {!isDefault && (
        <ActionIcon
          {...look}
          aria-label={t('mailboxes.makeDefault', { address })}
          title={t('mailboxes.makeDefault', { address })}
          onClick={() =>
            makeDefault.mutate(id, {
              onError: (error) => showRefusal(t('mailboxes.notSaved'), error),
            })
          }
        >
          <IconStar size={16} />
        </ActionIcon>
      )}
      <ActionIcon
        {...look}
        component={Link}
        to={`/settings/mailboxes/${id}`}
        aria-label={t('mailboxes.edit', { address })}
      >
        <IconPencil size={16} />
      </ActionIcon>
      {!isDefault && (
        <ActionIcon {...look} aria-label={t('mailboxes.remove', { address })} onClick={onRemove}>
          <IconTrash size={16} />
        </ActionIcon>
      )}
    </div>
  );
}

function RemoveDialog({ mailbox, onClose }: { mailbox: Mailbox; onClose: () => void }) {
  const { t } = useTranslation();
  const remove = useRemoveMailbox();
  const { address } = mailbox;
  return (
    <FormDialog
      title={t('mailboxes.remove', { address })}
      isDanger
      submit={t('mailboxes.removeIt')}
      error={remove.error?.message}
      isPending={remove.isPending}
      onSubmit={() => remove.mutate(mailbox.id, { onSuccess: onClose })}
      onClose={onClose}
    >
      {t('mailboxes.removeText')}
    </FormDialog>
  );
}
