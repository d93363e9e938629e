import type { QueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { onTicketChanged } from '../../api/stream';
import type { Ticket } from '../../api/types';
import { ticketKeys } from './queries';

/** Reads a shown ticket again when the stream tells of a version that is not shown yet. */
export function useTicketsKeepUp(client: QueryClient): void {
  useEffect(
    () =>
      onTicketChanged((news) => {
        if (news === 'reset') {
          void client.invalidateQueries({ queryKey: ticketKeys.all });
          return;
        }
        const shown = client.getQueryData<Ticket>(ticketKeys.facts(news.number));
        if (shown && shown.version >= news.version) {
          // The echo of our own change: the ticket is up to date, its history may not be.
          void client.invalidateQueries({ queryKey: ticketKeys.events(news.number) });
          return;
        }
        void readAgain(client, news.number);
      }),
    [client],
  );
}

/**
 * What is just being read for the first time may have been read before the change, and asking for
 * it again meanwhile gives that same answer: then once more when it is there.
 */
async function readAgain(client: QueryClient, number: number): Promise<void> {
  const everything = { queryKey: ticketKeys.one(number) };
  const underWay = client.isFetching(everything) > 0;
  await client.invalidateQueries(everything);
  if (underWay) await client.invalidateQueries(everything);
}
