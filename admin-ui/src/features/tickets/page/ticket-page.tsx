import { Button, Skeleton } from '@mantine/core';
import { IconArrowBackUp } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate, useParams } from 'react-router';
import { api } from '../../../api/client';
import { answerOf, ApiProblem } from '../../../api/problem';
import type { TicketChange } from '../../../api/types';
import { NotFoundPage } from '../../../shell/not-found-page';
import { usePageTitle } from '../../../shared/page-title';
import { useShortcuts } from '../../../shared/shortcuts';
import { ErrorState } from '../../../shared/states';
import { showDone, showRefusal } from '../../../shared/toasts';
import { useRuns } from '../../flows/queries';
import { useMe } from '../../session/session';
import { lastOpened } from '../list/last-opened';
import {
  ticketKeys,
  useAgents,
  useChangeTicket,
  useEvents,
  useMailboxes,
  useMessages,
  useTicket,
} from '../queries';
import { Composer, type ComposerHandle, type Writing } from './composer';
import composerClasses from './composer.module.css';
import { SidePanel } from './side-panel';
import { Thread, ThreadSkeleton } from './thread';
import { TicketHeader, type OpenMenu } from './ticket-header';
import classes from './ticket-page.module.css';

export function TicketPage() {
  const { number } = useParams();
  return /^\d{1,9}$/.test(number ?? '') ? (
    <OneTicket key={number} number={Number(number)} />
  ) : (
    <NotFoundPage />
  );
}

function OneTicket({ number }: { number: number }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const me = useMe();
  const agents = useAgents();
  const ticket = useTicket(number);
  const messages = useMessages(number);
  const events = useEvents(number);
  const runs = useRuns({ ticket: number }, ticketKeys.runs(number));
  const mailboxes = useMailboxes();
  const change = useChangeTicket(number);
  const send = useSend(number);
  const [openMenu, setOpenMenu] = useState<OpenMenu>(null);
  const composer = useRef<ComposerHandle>(null);
  const heading = useRef<HTMLHeadingElement>(null);
  const ready = ticket.data !== undefined;
  usePageTitle(ticket.data && `#${number} ${ticket.data.title}`);
  useEffect(() => {
    lastOpened.set(number);
    if (ready) heading.current?.focus({ preventScroll: true });
  }, [number, ready]);

  const ask = (asked: TicketChange): void =>
    change.mutate(asked, { onError: (error) => showRefusal(t('ticket.notChanged'), error) });
  useShortcuts([
    { key: 'r', label: t('keys.reply'), run: () => composer.current?.open('reply') },
    { key: 'n', label: t('keys.note'), run: () => composer.current?.open('note') },
    { key: 's', label: t('keys.status'), run: () => setOpenMenu('status') },
    { key: 'p', label: t('keys.priority'), run: () => setOpenMenu('priority') },
    { key: 'a', label: t('keys.assign'), run: () => setOpenMenu('assignee') },
    { key: 'i', label: t('keys.assignMe'), run: () => ask({ assigneeId: me.id }) },
    { key: 'e', label: t('keys.resolve'), run: () => ask({ status: 'resolved' }) },
    { key: 'Escape', label: t('keys.back'), run: () => void navigate('/tickets') },
  ]);

  if (ticket.error instanceof ApiProblem && ticket.error.status === 404) return <NotFoundPage />;
  if (ticket.error && !ticket.data) {
    return <ErrorState error={ticket.error} onRetry={() => void ticket.refetch()} />;
  }
  if (!ticket.data) return <PageSkeleton />;
  const broken = messages.error && !messages.data ? messages : null;
  const mailbox = mailboxes.data?.items.find((one) => one.isDefault) ?? mailboxes.data?.items[0];
  return (
    <div className={classes.page}>
      <TicketHeader
        ticket={ticket.data}
        agents={agents}
        myId={me.id}
        openMenu={openMenu}
        onOpenMenu={setOpenMenu}
        onChange={ask}
        headingRef={heading}
      />
      <div className={classes.middle}>
        {broken ? (
          <ErrorState error={broken.error!} onRetry={() => void broken.refetch()} />
        ) : messages.data ? (
          <Thread messages={messages.data} events={events.data ?? []} agents={agents} />
        ) : (
          <ThreadSkeleton />
        )}
        {ticket.data.status === 'closed' ? (
          <div className={composerClasses.closed}>
            <span>{t('ticket.closed')}</span>
            <Button
              size="xs"
              leftSection={<IconArrowBackUp size={16} />}
              onClick={() => ask({ status: 'open' })}
            >
              {t('ticket.reopen')}
            </Button>
          </div>
        ) : (
          <Composer
            ref={composer}
            ticket={ticket.data}
            me={me}
            mailbox={mailbox}
            onSend={async (writing, key) => {
              await send.mutateAsync({ writing, key });
              showDone(
                writing.kind === 'note'
                  ? t('composer.noteAdded')
                  : t('composer.onItsWay', { to: ticket.data.requester.email }),
              );
            }}
          />
        )}
      </div>
      <SidePanel
        ticket={ticket.data}
        events={events.data ?? []}
        runs={runs.data?.items ?? []}
        agents={agents}
        onTags={(tags) => ask({ tags })}
      />
    </div>
  );
}

function useSend(number: number) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ writing, key }: { writing: Writing; key: string }) =>
      answerOf(
        api.POST('/api/v1/tickets/{number}/messages', {
          params: { path: { number }, header: { 'Idempotency-Key': key } },
          body: writing,
        }),
      ),
    onSuccess: () => client.invalidateQueries({ queryKey: ticketKeys.one(number) }),
  });
}

function PageSkeleton() {
  return (
    <div className={classes.page}>
      <div className={classes.header}>
        <Skeleton height={20} width="50%" mb={12} />
        <Skeleton height={28} width={280} />
      </div>
      <div className={classes.middle}>
        <ThreadSkeleton />
      </div>
    </div>
  );
}
