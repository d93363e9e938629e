import { Anchor } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { Agent, TicketEvent } from '../../../api/types';
import { useEventSentence } from './event-sentence';

/** One sentence for what happened, with the way to the run when a Flow did it. */
export function EventWords({ event, agents }: { event: TicketEvent; agents: Agent[] }) {
  const { t } = useTranslation();
  const sentence = useEventSentence(agents);
  return (
    <>
      {sentence(event)}
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
