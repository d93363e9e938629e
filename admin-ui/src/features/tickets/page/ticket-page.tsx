import { Button, Skeleton } from '@mantine/core';
import { IconArrowBackUp } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { lazy, Suspense, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate, useParams } from 'react-router';
import { api } from '../../../api/client';
import { answerOf, ApiProblem } from '../../../api/problem';
import type { Message, TicketChange } from '../../../api/types';
import { NotFoundPage } from '../../../shell/not-found-page';
import { usePageTitle } from '../../../common/page-title';
import { useShortcuts, type Shortcut } from '../../../common/shortcuts';
import { ErrorState } from '../../../common/states';
import { showDone, showRefusal } from '../../../common/toasts';
import { useWaitingApprovals } from '../../approvals/waiting';
import { useMay, useMe } from '../../session/session';
import { lastOpened } from '../list/last-opened';
import { ticketKeys, useAgents, useChangeTicket, useMailboxes, useTicketPage } from '../queries';
import { Composer, type ComposerHandle } from '../composer/composer';
import composerClasses from '../composer/composer.module.css';
import type { Writing } from '../composer/types';
import { WritingNow } from '../presence/present-agents';
import { usePresence } from '../presence/use-presence';
import { SnoozedBanner } from '../snooze/snoozed-banner';
import { isSnoozed } from '../snooze/is-snoozed';
import { useReplyActions } from './reply-actions';
import { canUndo, inverseOf, offerToUndo, offerUndo } from '../undo';
import { SidePanel } from './side-panel';
import { Thread, ThreadSkeleton } from './thread';
import { TicketHeader, type OpenMenu } from './ticket-header';
import classes from './ticket-page.module.css';

// What few tickets show comes a moment later.
const RemovedBanner = lazy(() => import('../../bin/removed-banner'));
const MergedBanner = lazy(() => import('../related/merged-banner'));
const AskedHere = lazy(() => import('../../approvals/asked-here'));
const ForwardDialog = lazy(() => import('../forward/forward-dialog'));
const SplitDialog = lazy(() => import('../related/split-dialog'));

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
  const mayWork = useMay('tickets.write');
  const agents = useAgents();
  const page = useTicketPage(number);
  const isAsked = useWaitingApprovals() > 0;
  const mayWrite = mayWork && !page.data?.ticket.removed;
  const mailboxes = useMailboxes();
  const { others, typed, sent } = usePresence(number);
  const change = useChangeTicket(number);
  const send = useSend(number);
  const [openMenu, setOpenMenu] = useState<OpenMenu>(null);
  const [forwarding, setForwarding] = useState<Message | null>(null);
  const [splitting, setSplitting] = useState<Message | null>(null);
  const composer = useRef<ComposerHandle>(null);
  const { undo, retry } = useReplyActions(number, (written) => {
    composer.current?.restore(written);
    return composer.current !== null;
  });
  const heading = useRef<HTMLHeadingElement>(null);
  const ready = page.data !== undefined;
  usePageTitle(page.data && `#${number} ${page.data.ticket.title}`);
  useEffect(() => {
    lastOpened.set(number);
    if (ready) heading.current?.focus({ preventScroll: true });
  }, [number, ready]);

  const ask = (asked: TicketChange): void => {
    const before = page.data?.ticket;
    change.mutate(asked, {
      onSuccess: () => {
        if (before && asked.blockSender) {
          const { email } = before.requester;
          offerToUndo(t('blocked.marked', { number, address: email }), async () => {
            await change.mutateAsync({ removed: null, blockSender: false });
          });
        }
        if (!before || !canUndo(asked)) return;
        offerUndo(t('undo.changed', { number }), inverseOf([before], asked));
      },
      onError: (error) => showRefusal(t('ticket.notChanged'), error),
    });
  };
  const changing: Shortcut[] = [
    { key: 'r', label: t('keys.reply'), run: () => composer.current?.open('reply') },
    { key: 'n', label: t('keys.note'), run: () => composer.current?.open('note') },
    { key: 'm', label: t('macros.key'), run: () => composer.current?.openMacros() },
    { key: 's', label: t('keys.status'), run: () => setOpenMenu('status') },
    { key: 'p', label: t('keys.priority'), run: () => setOpenMenu('priority') },
    { key: 'a', label: t('keys.assign'), run: () => setOpenMenu('assignee') },
    { key: 'i', label: t('keys.assignMe'), run: () => ask({ assigneeId: me.id }) },
    { key: 'e', label: t('keys.resolve'), run: () => ask({ status: 'resolved' }) },
  ];
  useShortcuts([
    ...(mayWrite && page.data?.ticket.mergedInto == null ? changing : []),
    { key: 'Escape', label: t('keys.back'), run: () => void navigate('/tickets') },
  ]);

  if (page.error instanceof ApiProblem && page.error.status === 404) return <NotFoundPage />;
  if (page.error && !page.data) {
    return <ErrorState error={page.error} onRetry={() => void page.refetch()} />;
  }
  if (!page.data) return <PageSkeleton />;
  const { ticket, messages, events, runs, conversation, relations, watchers } = page.data;
  const mailbox = mailboxes.data?.items.find((one) => one.isDefault) ?? mailboxes.data?.items[0];
  return (
    <div className={classes.page}>
      <TicketHeader
        ticket={ticket}
        agents={agents}
        myId={me.id}
        openMenu={openMenu}
        onOpenMenu={setOpenMenu}
        mayWrite={mayWork}
        onChange={ask}
        headingRef={heading}
        others={others}
      />
      <div className={classes.middle}>
        <Suspense fallback={null}>
          {ticket.removed && <RemovedBanner ticket={ticket} />}
          {ticket.mergedInto !== null && (
            <MergedBanner number={number} into={ticket.mergedInto} relations={relations} />
          )}
        </Suspense>
        {isSnoozed(ticket) && <SnoozedBanner number={number} until={ticket.snoozedUntil!} />}
        <Suspense fallback={null}>{isAsked && <AskedHere number={number} />}</Suspense>
        <Thread
          messages={messages}
          events={events}
          agents={agents}
          requester={ticket.requester}
          onUndo={mayWrite ? (message) => undo.mutate(message) : undefined}
          onRetry={mayWrite ? (message) => retry.mutate(message) : undefined}
          onForward={
            mayWrite && ticket.mergedInto === null && ticket.status !== 'closed'
              ? setForwarding
              : undefined
          }
          onSplit={mayWrite && ticket.mergedInto === null ? setSplitting : undefined}
        />
        {ticket.mergedInto !== null || ticket.removed ? null : !mayWrite ? (
          <p className={composerClasses.closed}>{t('ticket.mayOnlyRead')}</p>
        ) : ticket.status === 'closed' ? (
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
          <div
            onInput={(event) => {
              const mode = (event.target as HTMLElement).closest<HTMLElement>('[data-mode]');
              typed(mode?.dataset['mode'] === 'note' ? 'noting' : 'replying');
            }}
          >
            <WritingNow others={others} />
            <Composer
              ref={composer}
              ticket={ticket}
              messages={messages}
              relations={relations}
              lastSeq={events.at(-1)?.seq ?? 0}
              me={me}
              mailbox={mailbox}
              onApply={({ addTags, ...fields }) =>
                ask({
                  ...fields,
                  ...(addTags && { tags: [...new Set([...ticket.tags, ...addTags])] }),
                })
              }
              onSend={async (writing, key) => {
                await send.mutateAsync({ writing, key });
                sent();
                showDone(
                  writing.kind === 'note'
                    ? t('composer.noteAdded')
                    : t('composer.onItsWay', { to: ticket.requester.email }),
                );
              }}
            />
          </div>
        )}
      </div>
      <Suspense fallback={null}>
        {forwarding && (
          <ForwardDialog ticket={ticket} message={forwarding} onClose={() => setForwarding(null)} />
        )}
        {splitting && (
          <SplitDialog
            ticket={ticket}
            messages={messages}
            from={splitting}
            onClose={() => setSplitting(null)}
          />
        )}
      </Suspense>
      <SidePanel
        ticket={ticket}
        events={events}
        runs={runs}
        conversation={conversation}
        relations={relations}
        agents={agents}
        watchers={watchers}
        mayWrite={mayWrite}
        onChange={ask}
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
    onSuccess: () => client.invalidateQueries({ queryKey: ticketKeys.page(number) }),
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
