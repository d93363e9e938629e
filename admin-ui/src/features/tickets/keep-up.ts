import type { QueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { onTicketChanged } from '../../api/stream';
import { ticketKeys } from './queries';

/** Reads a shown ticket again when the stream tells of a change, be it the echo of our own. */
export function useTicketsKeepUp(client: QueryClient): void {
  useEffect(
    () =>
      onTicketChanged((news) => {
        if (news === 'reset') {
          void client.invalidateQueries({ queryKey: ticketKeys.pages });
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
  const page = { queryKey: ticketKeys.page(number) };
  const underWay = client.isFetching(page) > 0;
  await client.invalidateQueries(page);
  if (underWay) await client.invalidateQueries(page);
}
