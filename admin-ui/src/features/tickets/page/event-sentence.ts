import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import type { Agent, Ticket, TicketEvent } from '../../../api/types';
import type { CustomFields } from '../../../../../domain/custom-field/value';
import { moment } from '../../../common/moment';
import { useFieldSentence } from '../../custom-fields/field-sentence';
import { useTeams } from '../../teams/queries';
import type { Priority } from '../../../../../domain/ticket/priority';
import { thirdParty } from '../../../../../domain/ticket/command';
import type { Status } from '../../../../../domain/ticket/status';

/** Makes a sentence of an event: "Flow Escalate set the priority from Low to Urgent". */
export function useEventSentence(agents: Agent[]): (event: TicketEvent) => string {
  const { t } = useTranslation();
  const teams = useTeams();
  const fieldSentence = useFieldSentence();
  const createdSentence = (who: string, links: Ticket['links']): string => {
    const origin = links.find(({ kind }) => kind === 'split_from');
    return origin
      ? t('related.event.splitFrom', { who, number: origin.number })
      : t('event.created', { who });
  };
  return (event) => {
    const who = actorName(event, t);
    const { changes } = event;
    switch (event.type) {
      case 'ticket.created':
        return createdSentence(who, (changes.links?.to ?? []) as Ticket['links']);
      case 'ticket.status_changed':
        return t('event.status', {
          who,
          from: t(`status.${changes.status?.from as Status}`),
          to: t(`status.${changes.status?.to as Status}`),
        });
      case 'ticket.priority_changed':
        return t('event.priority', {
          who,
          from: t(`priority.${changes.priority?.from as Priority}`),
          to: t(`priority.${changes.priority?.to as Priority}`),
        });
      case 'ticket.assignee_changed': {
        const to = (changes.assigneeId ?? changes.assignee)?.to;
        if (to === null || to === undefined) return t('event.unassigned', { who });
        const name = nameOf(to, agents) ?? t('event.someAgent');
        return name === event.actor.name
          ? t('event.took', { who })
          : t('event.assigned', { who, name });
      }
      case 'ticket.team_changed': {
        const to = changes.teamId?.to;
        if (to === null || to === undefined) return t('event.noTeam', { who });
        const name = teams.find((team) => team.id === to)?.name ?? t('event.someTeam');
        return t('event.team', { who, name });
      }
      case 'ticket.fields_changed':
        return fieldSentence(who, (changes.customFields?.to ?? {}) as CustomFields);
      case 'ticket.removal_changed': {
        const to = changes.removed?.to;
        const what =
          to === 'bin' ? 'event.binned' : to === 'spam' ? 'event.spam' : 'event.restored';
        return t(what, { who });
      }
      case 'ticket.title_changed':
        return t('event.title', { who, to: String(changes.title?.to) });
      case 'ticket.tags_changed': {
        const from = (changes.tags?.from ?? []) as string[];
        const to = (changes.tags?.to ?? []) as string[];
        const added = to.filter((tag) => !from.includes(tag));
        const removed = from.filter((tag) => !to.includes(tag));
        if (added.length > 0 && removed.length > 0) {
          return t('event.tagsChanged', { who, names: to.join(', ') });
        }
        return added.length > 0
          ? t('event.tagsAdded', { who, count: added.length, names: added.join(', ') })
          : t('event.tagsRemoved', { who, count: removed.length, names: removed.join(', ') });
      }
      case 'ticket.escalated': {
        const from = Number(changes.escalation?.from ?? 0);
        const level = Number(changes.escalation?.to ?? 0);
        if (level === 0) return t('escalate.event.ended', { who });
        return t(level > from ? 'escalate.event.raised' : 'escalate.event.lowered', {
          who,
          level,
        });
      }
      case 'ticket.snoozed':
        return t('snooze.event.snoozed', { who, at: moment(String(changes.snoozedUntil?.to)) });
      case 'ticket.woken':
        if (event.actor.type === 'system') return t('snooze.event.timeCame');
        if (event.actor.type === 'customer') return t('snooze.event.customerWrote');
        return t('snooze.event.woken', { who });
      case 'ticket.merged':
        return t('related.event.merged', { who, number: String(changes.mergedInto?.to) });
      case 'ticket.unmerged':
        return t('related.event.unmerged', { who, number: String(changes.mergedInto?.from) });
      case 'ticket.merge_added':
        return t('related.event.mergeAdded', { who, number: mergeDifference(changes.mergedFrom) });
      case 'ticket.merge_removed':
        return t('related.event.mergeRemoved', {
          who,
          number: mergeDifference(changes.mergedFrom),
        });
      case 'ticket.links_changed': {
        const from = (changes.links?.from ?? []) as Ticket['links'];
        const to = (changes.links?.to ?? []) as Ticket['links'];
        const gone = from.find((link) => !to.some(({ number }) => number === link.number));
        if (gone) return t('related.event.unlinked', { who, number: gone.number });
        const link = to.at(-1)!;
        if (link.kind === 'split_into') {
          return t('related.event.splitInto', { who, number: link.number });
        }
        const what = t(`related.kind.${link.kind}`);
        return t('related.event.linked', { who, what, number: link.number });
      }
      case 'ticket.rated': {
        const score = String(changes.rating?.to);
        const comment = changes.ratingComment?.to;
        return comment
          ? t('rating.eventWith', { who, score, comment: String(comment) })
          : t('rating.event', { who, score });
      }
      case 'ticket.requester_changed':
        return t('event.requester', { who });
      case 'ticket.description_changed':
        return t('event.description', { who });
      case 'message.customer_replied':
        return t('event.customerReplied', { who });
      case 'message.reply_added':
        return t('event.replied', { who });
      case 'message.reply_delivered':
        return t('event.delivered');
      case 'message.reply_failed':
        return t('event.failed');
      case 'message.reply_withdrawn':
        return t('event.withdrawn', { who });
      case 'message.reply_retried':
        return t('event.retried', { who });
      case 'message.note_added':
        return t(event.actor.id === thirdParty ? 'forward.event.answered' : 'event.noted', { who });
      case 'message.forwarded':
        return t('forward.event.forwarded', { who });
      case 'message.forward_delivered':
        return t('forward.event.delivered');
      case 'message.forward_failed':
        return t('forward.event.failed');
      case 'message.forward_retried':
        return t('forward.event.retried', { who });
      default:
        return t('event.other', { who, type: event.type });
    }
  };
}

/** The one ticket that came or went. */
function mergeDifference(change: TicketEvent['changes'][string] | undefined): string {
  const from = (change?.from ?? []) as number[];
  const to = (change?.to ?? []) as number[];
  const [longer, shorter] = to.length > from.length ? [to, from] : [from, to];
  return longer.filter((number) => !shorter.includes(number)).join(', ');
}

/** Who did it: a person by name, a Flow as such. */
export function actorName({ actor }: TicketEvent, t: TFunction): string {
  if (actor.type === 'flow') return t('event.flow', { name: actor.name });
  return actor.name || t(`event.actor.${actor.type}`);
}

/** The API may give an assignee as an id or as a person. */
function nameOf(value: unknown, agents: Agent[]): string | undefined {
  if (typeof value === 'object' && value !== null && 'name' in value) return String(value.name);
  return agents.find((agent) => agent.id === value)?.name;
}
