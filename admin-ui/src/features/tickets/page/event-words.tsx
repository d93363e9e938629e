import { Anchor } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { Agent, TicketEvent } from '../../../api/types';
import { useContact, useLead } from '../../people/queries';
import { actorName, useEventSentence } from './event-sentence';

/** One sentence for what happened, with the way to the run when a Flow did it. */
export function EventWords({ event, agents }: { event: TicketEvent; agents: Agent[] }) {
  const { t } = useTranslation();
  const sentence = useEventSentence(agents);
  return (
    <>
      {event.type === 'ticket.requester_changed' ? (
        <RequesterWords event={event} />
      ) : (
        sentence(event)
      )}
      {event.cause.run && (
        <>
          {' '}
          <Anchor component={Link} to={`/flow-runs/${event.cause.run}`} inherit underline="always">
            {t('event.seeRun')}
          </Anchor>
        </>
      )}
    </>
  );
}

/** Whose ticket it became; "changed the customer" until their name is read. */
function RequesterWords({ event }: { event: TicketEvent }) {
  const { t } = useTranslation();
  const who = actorName(event, t);
  const { type, id } = event.changes.requester?.to as { type: 'contact' | 'lead'; id: string };
  const contact = useContact(id, type === 'contact').data;
  const lead = useLead(id, type === 'lead').data;
  const person = contact ?? lead;
  if (!person) return t('event.requester', { who });
  const name = person.name ?? person.email;
  return t(`people.event.${type}`, { who, name });
}
