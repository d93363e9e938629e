import { Anchor, Button, Checkbox, Group } from '@mantine/core';
import { IconArrowBackUp, IconTrash } from '@tabler/icons-react';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate } from 'react-router';
import type { Ticket } from '../../api/types';
import { moment } from '../../common/moment';
import { useBlockOf, useRestoreAndUnblock } from '../blocked-senders/queries';
import { useMay } from '../session/session';
import { TicketBanner } from '../tickets/page/ticket-banner';
import { useEndOf, useRestore } from './queries';

// Loaded when it is first asked for.
const DeleteDialog = lazy(() => import('./delete-dialog'));

/** Says on a removed ticket since when it is where, and brings it back; from spam with its sender. */
export default function RemovedBanner({ ticket }: { ticket: Ticket }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const mayWrite = useMay('tickets.write');
  const mayDelete = useMay('tickets.delete');
  const restore = useRestore();
  const endOf = useEndOf();
  const [deleting, setDeleting] = useState(false);
  const { removed, removedAt, number } = ticket;
  const { email } = ticket.requester;
  const block = useBlockOf(email, { enabled: removed === 'spam' });
  const restoreAndUnblock = useRestoreAndUnblock(number);
  const [unblocking, setUnblocking] = useState(true);
  const isBlocked = block === email.toLowerCase();
  return (
    <TicketBanner
      action={
        <>
          {mayWrite && isBlocked && (
            <Checkbox
              label={t('blocked.alsoUnblock', { address: email })}
              checked={unblocking}
              onChange={(event) => setUnblocking(event.currentTarget.checked)}
            />
          )}
          <Group gap="xs">
            {mayWrite && (
              <Button
                size="xs"
                leftSection={<IconArrowBackUp size={16} aria-hidden />}
                loading={restore.isPending || restoreAndUnblock.isPending}
                onClick={() =>
                  isBlocked && unblocking
                    ? restoreAndUnblock.mutate(email)
                    : restore.mutate([number])
                }
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
        </>
      }
    >
      {removedAt &&
        t(removed === 'spam' ? 'bin.spamSince' : 'bin.binSince', {
          since: moment(removedAt),
          until: moment(endOf(removedAt)),
        })}
      {block && !isBlocked && (
        <>
          {' '}
          {t('blocked.domainIsBlocked', { domain: block })}{' '}
          <Anchor component={Link} to="/settings/blocked-senders" inherit underline="always">
            {t('blocked.title')}
          </Anchor>
        </>
      )}
      {deleting && (
        <Suspense fallback={null}>
          <DeleteDialog
            numbers={[number]}
            onClose={() => setDeleting(false)}
            onDeleted={() => void navigate('/bin')}
          />
        </Suspense>
      )}
    </TicketBanner>
  );
}
