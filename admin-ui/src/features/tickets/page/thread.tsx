import { Button, Skeleton } from '@mantine/core';
import { useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'react-router';
import type { Agent, Message, Ticket, TicketEvent } from '../../../api/types';
import { EventLine } from './event-line';
import { MessageCard } from './message-card';
import { threadOf } from './thread-items';
import classes from './thread.module.css';

const foldAbove = 12;

/** Messages and what happened between them, oldest first; long threads fold their older part. */
export function Thread({
  messages,
  events,
  agents,
  requester,
  onUndo,
  onRetry,
  onForward,
  onSplit,
}: {
  messages: Message[];
  events: TicketEvent[];
  agents: Agent[];
  requester: Ticket['requester'];
  onUndo: ((message: Message) => void) | undefined;
  onRetry: ((message: Message) => void) | undefined;
  onForward: ((message: Message) => void) | undefined;
  onSplit: ((message: Message) => void) | undefined;
}) {
  const { t } = useTranslation();
  const items = useMemo(() => threadOf(messages, events), [messages, events]);
  const { hash, key } = useLocation();
  const wanted = items.findIndex(
    (item) => item.kind === 'message' && `#message-${item.message.id}` === hash,
  );
  const [unfolded, setUnfolded] = useState(false);
  useEffect(() => {
    if (wanted >= 0) document.getElementById(hash.slice(1))?.scrollIntoView({ block: 'center' });
    // Again for each opening of such a link, not for each new message.
  }, [hash, key, wanted >= 0]);
  const hidden =
    unfolded || wanted > 0 || items.length <= foldAbove ? 0 : items.length - foldAbove + 2;
  return (
    <div className={classes.thread} role="log" aria-label={t('thread.label')}>
      {items.map((item, index) => {
        // The first message stays in sight; the fold sits below it.
        if (index > 0 && index <= hidden) {
          return index === 1 ? (
            <Button key="fold" variant="default" size="xs" onClick={() => setUnfolded(true)}>
              {t('thread.earlier', { count: hidden })}
            </Button>
          ) : null;
        }
        return item.kind === 'message' ? (
          <MessageCard
            key={item.message.id}
            message={item.message}
            requester={requester}
            onUndo={onUndo}
            onRetry={onRetry}
            onForward={onForward}
            onSplit={onSplit}
          />
        ) : (
          <EventLine key={`event-${item.event.seq}`} event={item.event} agents={agents} />
        );
      })}
    </div>
  );
}

export function ThreadSkeleton() {
  return (
    <div className={classes.thread} aria-hidden>
      {[92, 140, 76].map((height) => (
        <Skeleton key={height} height={height} radius={6} />
      ))}
    </div>
  );
}
