import { Anchor, Badge, Button, Title, Tooltip } from '@mantine/core';
import {
  IconAlertTriangle,
  IconArrowBackUp,
  IconArrowUpRight,
  IconCheck,
  IconTicket,
} from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate } from 'react-router';
import { ApiProblem } from '../../api/problem';
import type { ConversationThread } from '../../api/types';
import { usePageTitle } from '../../common/page-title';
import { useShortcuts, type Shortcut } from '../../common/shortcuts';
import { EmptyState, ErrorState, RowsSkeleton } from '../../common/states';
import { showRefusal } from '../../common/toasts';
import { personPath } from '../people/addresses';
import { useMay, useMe } from '../session/session';
import { AssigneeMenu } from '../tickets/assignee-menu';
import { useAgents } from '../tickets/queries';
import { ChatComposer } from './chat-composer';
import { ChatMessages } from './chat-messages';
import { EscalateDialog } from './escalate-dialog';
import classes from './inbox.module.css';
import { useChangeConversation, useConversation, useMarkRead } from './queries';
import { visitorName } from './words';

export function ConversationView({ id, backTo }: { id: string; backTo: string }) {
  const { t } = useTranslation();
  const conversation = useConversation(id);
  if (conversation.data) return <Loaded conversation={conversation.data} backTo={backTo} />;
  const { error } = conversation;
  if (error instanceof ApiProblem && error.status === 404) {
    return <EmptyState title={t('inbox.gone')} />;
  }
  if (error) return <ErrorState error={error} onRetry={() => void conversation.refetch()} />;
  return <RowsSkeleton rows={6} height={56} />;
}

function Loaded({ conversation, backTo }: { conversation: ConversationThread; backTo: string }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const me = useMe();
  const mayWrite = useMay('conversations.write');
  const agents = useAgents();
  const change = useChangeConversation(conversation.id);
  const [escalating, setEscalating] = useState(false);
  const field = useRef<HTMLTextAreaElement>(null);
  const { messages, unread, status, assignee, ticketNumber } = conversation;
  const name = visitorName(conversation, t);
  const isOpen = status === 'open';
  usePageTitle(`${name} · ${t('inbox.title')}`);

  // What is on the screen of somebody who looks is read.
  const markRead = useMarkRead(conversation.id);
  const newest = messages.at(-1)?.seq ?? 0;
  useEffect(() => {
    if (unread === 0 || !mayWrite) return undefined;
    const mark = (): void => {
      if (document.visibilityState === 'visible') markRead(newest);
    };
    mark();
    document.addEventListener('visibilitychange', mark);
    return () => document.removeEventListener('visibilitychange', mark);
  }, [unread, newest, markRead, mayWrite]);

  const ask = (fields: Parameters<typeof change.mutate>[0]): void =>
    change.mutate(fields, { onError: (error) => showRefusal(t('inbox.notChanged'), error) });
  const answering: Shortcut[] = [
    { key: 'r', label: t('inbox.keyAnswer'), run: () => field.current?.focus() },
    { key: 'i', label: t('keys.assignMe'), run: () => ask({ assigneeId: me.id }) },
    {
      key: 'e',
      label: t('inbox.keyEscalate'),
      run: () => (ticketNumber ? void navigate(`/tickets/${ticketNumber}`) : setEscalating(true)),
    },
  ];
  useShortcuts([
    ...(mayWrite ? answering : []),
    { key: 'Escape', label: t('inbox.keyBack'), run: () => void navigate(backTo) },
  ]);

  return (
    <article className={classes.conversation} aria-label={name}>
      <header className={classes.top}>
        <div className={classes.who}>
          <Title order={2} className={classes.title}>
            {name}
          </Title>
          <Address conversation={conversation} />
        </div>
        <div className={classes.actions}>
          <AssigneeMenu
            assignee={assignee}
            agents={agents}
            myId={me.id}
            disabled={!mayWrite}
            onChange={(assigneeId) => ask({ assigneeId })}
          />
          {mayWrite && assignee?.id !== me.id && (
            <Button size="xs" variant="default" onClick={() => ask({ assigneeId: me.id })}>
              {t('inbox.assignToMe')}
            </Button>
          )}
          <Button
            size="xs"
            variant="default"
            disabled={!mayWrite}
            leftSection={isOpen ? <IconCheck size={16} /> : <IconArrowBackUp size={16} />}
            onClick={() => ask({ status: isOpen ? 'closed' : 'open' })}
          >
            {t(isOpen ? 'inbox.close' : 'inbox.reopen')}
          </Button>
          {ticketNumber ? (
            <Button
              component={Link}
              to={`/tickets/${ticketNumber}`}
              size="xs"
              variant="light"
              rightSection={<IconArrowUpRight size={16} />}
            >
              {t('inbox.escalatedTo', { number: ticketNumber })}
            </Button>
          ) : (
            <Button
              size="xs"
              disabled={!mayWrite}
              leftSection={<IconTicket size={16} />}
              onClick={() => setEscalating(true)}
            >
              {t('inbox.escalate')}
            </Button>
          )}
        </div>
      </header>
      <ChatMessages messages={messages} visitor={name} />
      {mayWrite ? (
        <ChatComposer id={conversation.id} visitor={name} field={field} />
      ) : (
        <p className={classes.composer}>{t('inbox.mayOnlyRead')}</p>
      )}
      {!ticketNumber && mayWrite && (
        <EscalateDialog
          conversation={conversation}
          opened={escalating}
          onClose={() => setEscalating(false)}
        />
      )}
    </article>
  );
}

/** Whose address the visitor typed; that it is theirs is only what they say. */
function Address({ conversation }: { conversation: ConversationThread }) {
  const { t } = useTranslation();
  const { person, visitor } = conversation;
  const email = person?.email ?? visitor.email;
  if (!email) return <span className={classes.quiet}>{t('inbox.noEmail')}</span>;
  return (
    <span className={classes.address}>
      {person ? (
        <Anchor component={Link} size="sm" to={personPath(person)}>
          {person.name && person.name !== visitor.name ? `${person.name} · ${email}` : email}
        </Anchor>
      ) : (
        email
      )}
      {person && (
        <Badge variant="default" size="sm">
          {t(`requester.${person.type}`)}
        </Badge>
      )}
      <Tooltip label={t('inbox.unverifiedText')} multiline w={280} events={tooltipEvents}>
        <Badge
          component="button"
          type="button"
          color="yellow"
          variant="light"
          size="sm"
          leftSection={<IconAlertTriangle size={12} aria-hidden />}
        >
          {t('inbox.unverified')}
        </Badge>
      </Tooltip>
    </span>
  );
}

const tooltipEvents = { hover: true, focus: true, touch: true };
