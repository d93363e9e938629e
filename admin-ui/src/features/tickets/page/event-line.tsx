import {
  IconAlarm,
  IconArrowMerge,
  IconArrowsExchange,
  IconLink,
  IconPencil,
  IconRoute,
  IconStairsUp,
  IconStar,
  IconTag,
  IconUser,
} from '@tabler/icons-react';
import type { Agent, TicketEvent } from '../../../api/types';
import { PriorityIcon } from '../../../common/priority';
import { StatusIcon } from '../../../common/status';
import { Age } from '../../../common/time';
import type { Priority } from '../../../../../domain/ticket/priority';
import type { Status } from '../../../../../domain/ticket/status';
import { EventWords } from './event-words';
import classes from './thread.module.css';

/** What happened, and who or which Flow did it. */
export function EventLine({ event, agents }: { event: TicketEvent; agents: Agent[] }) {
  return (
    <div className={classes.event}>
      <EventIcon event={event} />
      <span>
        <EventWords event={event} agents={agents} />
        {' · '}
        <Age at={event.at} />
      </span>
    </div>
  );
}

function EventIcon({ event }: { event: TicketEvent }) {
  if (event.actor.type === 'flow') return <IconRoute size={16} aria-hidden />;
  if (event.type === 'ticket.status_changed') {
    return <StatusIcon status={event.changes.status?.to as Status} />;
  }
  if (event.type === 'ticket.priority_changed') {
    return <PriorityIcon priority={event.changes.priority?.to as Priority} />;
  }
  if (event.type === 'ticket.assignee_changed') return <IconUser size={16} aria-hidden />;
  if (event.type === 'ticket.tags_changed') return <IconTag size={16} aria-hidden />;
  if (event.type === 'ticket.requester_changed')
    return <IconArrowsExchange size={16} aria-hidden />;
  if (/snoozed|woken/.test(event.type)) return <IconAlarm size={16} aria-hidden />;
  if (/merge/.test(event.type)) return <IconArrowMerge size={16} aria-hidden />;
  if (event.type === 'ticket.escalated') return <IconStairsUp size={16} aria-hidden />;
  if (event.type === 'ticket.rated') return <IconStar size={16} aria-hidden />;
  if (event.type === 'ticket.links_changed') return <IconLink size={16} aria-hidden />;
  return <IconPencil size={16} aria-hidden />;
}
