import { ActionIcon, Menu, Tooltip } from '@mantine/core';
import {
  IconAlarm,
  IconArrowForwardUp,
  IconArrowMerge,
  IconDots,
  IconLink,
  IconPlayerPlay,
  IconAlertOctagon,
  IconStairsUp,
  IconTrash,
} from '@tabler/icons-react';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Ticket, TicketChange } from '../../../api/types';
import { useShortcuts } from '../../../common/shortcuts';
import { showDone } from '../../../common/toasts';

// Loaded when it is first asked for.
const NewTicketDialog = lazy(() => import('../new-ticket/new-ticket-dialog'));
const SnoozeDialog = lazy(() => import('../snooze/snooze-dialog'));
const EscalateDialog = lazy(() => import('../escalation/escalate-dialog'));
const RunFlowDialog = lazy(() => import('../run-flow/run-flow-dialog'));
const SpamDialog = lazy(() => import('../../blocked-senders/spam-dialog'));
const MergeDialog = lazy(() => import('../related/merge-dialog'));

/** What is done to a ticket now and then, behind three dots. */
export function TicketMenu({
  ticket,
  onChange,
}: {
  ticket: Ticket;
  onChange: (change: TicketChange) => void;
}) {
  const { t } = useTranslation();
  const [dialog, setDialog] = useState<
    'merge' | 'follow-up' | 'snooze' | 'spam' | 'escalate' | 'run-flow' | null
  >(null);
  const snoozable = !ticket.removed && ticket.status !== 'resolved' && ticket.status !== 'closed';
  const runnable = ticket.mergedInto === null && !ticket.removed;
  useShortcuts([
    ...(snoozable ? [{ key: 'z', label: t('snooze.action'), run: () => setDialog('snooze') }] : []),
    ...(runnable
      ? [{ key: 'f', label: t('runFlow.action'), run: () => setDialog('run-flow') }]
      : []),
  ]);
  const copyLink = async (): Promise<void> => {
    await navigator.clipboard.writeText(`${window.location.origin}/tickets/${ticket.number}`);
    showDone(t('actions.linkCopied'));
  };
  return (
    <>
      <Menu position="bottom-end" width={260}>
        <Menu.Target>
          <Tooltip label={t('actions.more')}>
            <ActionIcon variant="default" size={30} aria-label={t('actions.more')}>
              <IconDots size={16} />
            </ActionIcon>
          </Tooltip>
        </Menu.Target>
        <Menu.Dropdown>
          {window.isSecureContext && (
            <Menu.Item leftSection={<IconLink size={16} />} onClick={() => void copyLink()}>
              {t('actions.copyLink')}
            </Menu.Item>
          )}
          {snoozable && (
            <Menu.Item
              leftSection={<IconAlarm size={16} />}
              aria-keyshortcuts="z"
              onClick={() => setDialog('snooze')}
            >
              {t('snooze.action')}
            </Menu.Item>
          )}
          {runnable && (
            <Menu.Item
              leftSection={<IconPlayerPlay size={16} />}
              aria-keyshortcuts="f"
              onClick={() => setDialog('run-flow')}
            >
              {t('runFlow.action')}
            </Menu.Item>
          )}
          {ticket.mergedInto === null && !ticket.removed && ticket.status !== 'closed' && (
            <Menu.Item
              leftSection={<IconStairsUp size={16} />}
              onClick={() => setDialog('escalate')}
            >
              {t('escalate.action')}
            </Menu.Item>
          )}
          {ticket.mergedInto === null && !ticket.removed && (
            <Menu.Item
              leftSection={<IconArrowMerge size={16} />}
              onClick={() => setDialog('merge')}
            >
              {t('related.merge')}
            </Menu.Item>
          )}
          {!ticket.removed && (ticket.status === 'resolved' || ticket.status === 'closed') && (
            <Menu.Item
              leftSection={<IconArrowForwardUp size={16} />}
              onClick={() => setDialog('follow-up')}
            >
              {t('related.createFollowUp')}
            </Menu.Item>
          )}
          {ticket.mergedInto === null && !ticket.removed && (
            <>
              <Menu.Divider />
              <Menu.Item
                leftSection={<IconTrash size={16} />}
                onClick={() => onChange({ removed: 'bin' })}
              >
                {t('bin.move')}
              </Menu.Item>
              <Menu.Item
                leftSection={<IconAlertOctagon size={16} />}
                onClick={() => setDialog('spam')}
              >
                {t('blocked.markSpam')}
              </Menu.Item>
            </>
          )}
        </Menu.Dropdown>
      </Menu>
      <Suspense fallback={null}>
        {dialog === 'follow-up' && (
          <NewTicketDialog opened followUpOf={ticket} onClose={() => setDialog(null)} />
        )}
        {dialog === 'snooze' && (
          <SnoozeDialog number={ticket.number} onClose={() => setDialog(null)} />
        )}
        {dialog === 'escalate' && (
          <EscalateDialog ticket={ticket} onChange={onChange} onClose={() => setDialog(null)} />
        )}
        {dialog === 'run-flow' && (
          <RunFlowDialog number={ticket.number} onClose={() => setDialog(null)} />
        )}
        {dialog === 'spam' && (
          <SpamDialog ticket={ticket} onChange={onChange} onClose={() => setDialog(null)} />
        )}
        {dialog === 'merge' && <MergeDialog ticket={ticket} onClose={() => setDialog(null)} />}
      </Suspense>
    </>
  );
}
