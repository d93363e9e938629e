import { useInfiniteQuery, useQueryClient, type InfiniteData } from '@tanstack/react-query';
import { useEffect, useMemo, useState } from 'react';
import type { ListOrder } from '../../../../../domain/ticket/list';
import { api } from '../../../api/client';
import { answerOf } from '../../../api/problem';
import { onTicketChanged } from '../../../api/stream';
import type { Ticket, TicketList, TicketQuery } from '../../../api/types';
import { fetchTicket, ticketKeys } from '../queries';
import { queryOf, type TicketFilter } from './filter';

const pageSize = 50;
const largePage = 200;
const manyChanges = 10;
const gatherMs = 250;

/**
 * The list, kept up by the stream without moving anything: rows that are shown change in place,
 * new ones are only counted until `showNew` is called.
 */
export function useLiveList(filter: TicketFilter, sort: ListOrder) {
  const client = useQueryClient();
  const query = { ...queryOf(filter), sort } as TicketQuery;
  const text = JSON.stringify(query);
  const key = useMemo(() => [...ticketKeys.lists, text], [text]);
  const [fresh, setFresh] = useState<{ list: string; numbers: number[] }>({
    list: text,
    numbers: [],
  });

  const list = useInfiniteQuery({
    queryKey: key,
    // The first rows at once, what follows in greater steps.
    queryFn: ({ pageParam }) => readPage(query, pageParam ? largePage : pageSize, pageParam),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.nextCursor,
    refetchOnWindowFocus: false,
  });

  useEffect(() => {
    let changed = new Set<number>();
    let missed = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const stop = onTicketChanged((news) => {
      if (news === 'reset') missed = true;
      else changed.add(news.number);
      timer ??= setTimeout(tell, gatherMs);
    });

    function tell(): void {
      // What is being read now may have been read before the change.
      if (client.isFetching({ queryKey: key }) > 0) {
        timer = setTimeout(tell, gatherMs);
        return;
      }
      const [numbers, all] = [[...changed], missed];
      [changed, missed, timer] = [new Set(), false, undefined];
      void catchUp(numbers, all).catch(() => undefined);
    }
    return () => {
      clearTimeout(timer);
      stop();
    };

    async function catchUp(numbers: number[], all: boolean): Promise<void> {
      const shown = new Set(rowsOf(client.getQueryData<Rows>(key)).map((row) => row.number));
      const here = numbers.filter((number) => shown.has(number));
      const many = all || here.length > manyChanges;
      const [top, ...rows] = await Promise.all([
        many || here.length < numbers.length
          ? readPage(
              JSON.parse(text) as TicketQuery,
              many ? Math.min(Math.max(shown.size, pageSize), 200) : pageSize,
            )
          : null,
        ...(many ? [] : here.map(fetchTicket)),
      ]);
      const news = new Map([...(top?.items ?? []), ...rows].map((row) => [row.number, row]));
      client.setQueryData<Rows>(key, (before) => before && withNewer(before, news));
      const unseen = (top?.items ?? []).filter((row) => !shown.has(row.number));
      if (top) setFresh({ list: text, numbers: unseen.map((row) => row.number) });
    }
  }, [client, key, text]);

  const rows = useMemo(() => rowsOf(list.data), [list.data]);
  return {
    ...list,
    rows,
    fresh:
      fresh.list === text
        ? fresh.numbers.filter((number) => !rows.some((row) => row.number === number))
        : [],
    showNew: () => {
      setFresh({ list: text, numbers: [] });
      // From the top again: pages far below are read when somebody scrolls there.
      client.setQueryData<Rows>(
        key,
        (before) =>
          before && { pages: before.pages.slice(0, 1), pageParams: before.pageParams.slice(0, 1) },
      );
      void list.refetch();
    },
  };
}

type Rows = InfiniteData<TicketList, unknown>;

function readPage(
  query: TicketQuery,
  limit: number,
  cursor: string | null = null,
): Promise<TicketList> {
  return answerOf(
    api.GET('/api/v1/tickets', {
      params: { query: { ...query, limit, ...(cursor && { cursor }) } },
    }),
  );
}

/** A ticket created between two pages can be on both: the first place counts. */
function rowsOf(data: Rows | undefined): Ticket[] {
  const rows = new Map<number, Ticket>();
  for (const row of data?.pages.flatMap((page) => page.items) ?? []) {
    if (!rows.has(row.number)) rows.set(row.number, row);
  }
  return [...rows.values()];
}

function withNewer(before: Rows, news: Map<number, Ticket>): Rows {
  const renew = (row: Ticket): Ticket => {
    const newer = news.get(row.number);
    return newer && newer.version >= row.version ? newer : row;
  };
  return {
    ...before,
    pages: before.pages.map((page) => ({ ...page, items: page.items.map(renew) })),
  };
}
