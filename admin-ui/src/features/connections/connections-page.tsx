import { Button, Title } from '@mantine/core';
import { IconPlugConnected, IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Connection } from '../../api/types';
import { FormDialog } from '../../common/form-dialog';
import { usePageTitle } from '../../common/page-title';
import { EmptyState, ErrorState, RowsSkeleton } from '../../common/states';
import classes from '../settings/settings.module.css';
import { ConnectionDialog } from './connection-dialog';
import { ConnectionRow } from './connection-row';
import { useConnections, useRemoveConnection } from './queries';

/** What Flows sign in with at other programs. Secrets go in here and never come out. */
export function ConnectionsPage() {
  const { t } = useTranslation();
  const connections = useConnections();
  const [editing, setEditing] = useState<Connection | 'new' | null>(null);
  const [removing, setRemoving] = useState<Connection | null>(null);
  usePageTitle(t('connections.title'));
  return (
    <>
      <div className={classes.head}>
        <div>
          <Title order={1}>{t('connections.title')}</Title>
          <p className={classes.quiet}>{t('connections.intro')}</p>
        </div>
        <Button size="xs" leftSection={<IconPlus size={16} />} onClick={() => setEditing('new')}>
          {t('connections.add')}
        </Button>
      </div>
      {connections.isPending ? (
        <RowsSkeleton rows={3} />
      ) : connections.error ? (
        <ErrorState error={connections.error} onRetry={() => void connections.refetch()} />
      ) : connections.data.length === 0 ? (
        <EmptyState icon={<IconPlugConnected size={32} />} title={t('connections.empty')}>
          {t('connections.emptyText')}
        </EmptyState>
      ) : (
        <ul className={classes.rows} aria-label={t('connections.title')}>
          {connections.data.map((connection) => (
            <ConnectionRow
              key={connection.id}
              connection={connection}
              onEdit={() => setEditing(connection)}
              onRemove={() => setRemoving(connection)}
            />
          ))}
        </ul>
      )}
      {editing && (
        <ConnectionDialog
          connection={editing === 'new' ? null : editing}
          onClose={() => setEditing(null)}
        />
      )}
      {removing && <RemoveDialog connection={removing} onClose={() => setRemoving(null)} />}
    </>
  );
}

function RemoveDialog({ connection, onClose }: { connection: Connection; onClose: () => void }) {
  const { t } = useTranslation();
  const remove = useRemoveConnection();
  return (
    <FormDialog
      title={t('connections.remove', { title: connection.title })}
      isDanger
      submit={t('connections.removeIt')}
      error={remove.error?.message}
      isPending={remove.isPending}
      onSubmit={() => remove.mutate(connection.id, { onSuccess: onClose })}
      onClose={onClose}
    >
      {t('connections.removeText')}
    </FormDialog>
  );
}
