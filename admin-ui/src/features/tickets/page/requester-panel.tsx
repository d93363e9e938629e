import { ActionIcon, Anchor, Badge, Button, CopyButton, Tooltip } from '@mantine/core';
import { IconCheck, IconCopy, IconPencil, IconUserCheck } from '@tabler/icons-react';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { Ticket, TicketChange } from '../../../api/types';
import { accountPath, personPath } from '../../people/addresses';
import { useMay } from '../../session/session';
import classes from './side-panel.module.css';

const ChangeRequester = lazy(() => import('./change-requester-dialog'));
const ConvertDialog = lazy(() => import('../../people/convert-dialog'));

/** Whose ticket it is, with the way to all that is known of them. */
export function RequesterPanel({
  ticket,
  disabled,
  onChange,
}: {
  ticket: Ticket;
  disabled: boolean;
  onChange: (change: TicketChange) => void;
}) {
  const { t } = useTranslation();
  const mayConvert = useMay('people.write');
  const [dialog, setDialog] = useState<'change' | 'convert' | null>(null);
  const { requester } = ticket;
  const { account } = requester;
  const close = (): void => setDialog(null);
  return (
    <>
      <div className={classes.name}>
        {requester.name && (
          <Anchor component={Link} to={personPath(requester)} inherit fw={600} c="inherit">
            {requester.name}
          </Anchor>
        )}
        <Badge variant="default" size="sm">
          {t(`requester.${requester.type}`)}
        </Badge>
        {!disabled && (
          <Tooltip label={t('people.change')}>
            <ActionIcon
              variant="subtle"
              color="gray"
              size="sm"
              aria-label={t('people.change')}
              onClick={() => setDialog('change')}
            >
              <IconPencil size={14} />
            </ActionIcon>
          </Tooltip>
        )}
      </div>
      <div className={classes.mail}>
        <span>{requester.email}</span>
        <CopyButton value={requester.email}>
          {({ copied, copy }) => (
            <Tooltip label={t(copied ? 'side.copied' : 'side.copyMail')}>
              <ActionIcon
                variant="subtle"
                color="gray"
                size="sm"
                aria-label={t('side.copyMail')}
                onClick={copy}
              >
                {copied ? <IconCheck size={14} /> : <IconCopy size={14} />}
              </ActionIcon>
            </Tooltip>
          )}
        </CopyButton>
      </div>
      {account && (
        <Anchor component={Link} to={accountPath(account.id)} size="sm">
          {account.name}
        </Anchor>
      )}
      <Anchor component={Link} size="sm" to={personPath(requester)}>
        {t('side.allTickets')}
      </Anchor>
      {requester.type === 'lead' && mayConvert && (
        <Button
          variant="default"
          size="compact-sm"
          mt={4}
          className={classes.convert}
          leftSection={<IconUserCheck size={14} />}
          onClick={() => setDialog('convert')}
        >
          {t('people.convertAsk')}
        </Button>
      )}
      <Suspense>
        {dialog === 'change' && (
          <ChangeRequester ticket={ticket} onChange={onChange} onClose={close} />
        )}
        {dialog === 'convert' && <ConvertDialog lead={requester} onClose={close} />}
      </Suspense>
    </>
  );
}
