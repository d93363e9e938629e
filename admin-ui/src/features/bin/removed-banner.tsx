import { Button, Group } from '@mantine/core';
import { IconArrowBackUp, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import type { Ticket } from '../../api/types';
import { moment } from '../../common/moment';
import { useMay } from '../session/session';
import classes from './bin.module.css';
import { DeleteDialog } from './delete-dialog';
import { useEndOf, useRestore } from './queries';

/** Says on a removed ticket since when it is where, and brings it back. */
export function RemovedBanner({ ticket }: { ticket: Ticket }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const mayWrite = useMay('tickets.write');
  const mayDelete = useMay('tickets.delete');
  const restore = useRestore();
  const endOf = useEndOf();
  const [deleting, setDeleting] = useState(false);
  const { removed, removedAt, number } = ticket;
  return (
    <div className={classes.banner} role="status">
      <span>
        {removedAt &&
          t(removed === 'spam' ? 'bin.spamSince' : 'bin.binSince', {
            since: moment(removedAt),
            until: moment(endOf(removedAt)),
          })}
      </span>
      <Group gap="xs">
        {mayWrite && (
          <Button
            size="xs"
            leftSection={<IconArrowBackUp size={16} aria-hidden />}
            loading={restore.isPending}
            onClick={() => restore.mutate([number])}
          >
            {t(removed === 'spam' ? 'bin.notSpam' : 'bin.restore')}
          </Button>
        )}
        {mayDelete && (
          <Button
            size="xs"
            variant="default"
            leftSection={<IconTrash size={16} aria-hidden />}
            onClick={() => setDeleting(true)}
          >
            {t('bin.deleteNow')}
          </Button>
        )}
      </Group>
      {deleting && (
        <DeleteDialog
          numbers={[number]}
          onClose={() => setDeleting(false)}
          onDeleted={() => void navigate('/bin')}
        />
      )}
    </div>
  );
}
