import {
  useMutation,
  useQuery,
  useQueryClient,
  type QueryClient,
  type QueryKey,
} from '@tanstack/react-query';
import { api, newIdempotencyKey } from '../../api/client';
import { answerOf } from '../../api/problem';
import type { Agent, Ticket, TicketChange } from '../../api/types';

/** Everything read of one ticket lives below its key, so that one call renews all of it. */
export const ticketKeys = {
  all: ['ticket'] as const,
  one: (number: number) => ['ticket', number] as const,
  facts: (number: number) => ['ticket', number, 'facts'] as const,
  messages: (number: number) => ['ticket', number, 'messages'] as const,
  events: (number: number) => ['ticket', number, 'events'] as const,
  runs: (number: number) => ['ticket', number, 'runs'] as const,
  lists: ['tickets'] as const,
};

export function fetchTicket(number: number): Promise<Ticket> {
  return answerOf(api.GET('/api/v1/tickets/{number}', { params: { path: { number } } }));
}

export function useTicket(number: number) {
  return useQuery({ queryKey: ticketKeys.facts(number), queryFn: () => fetchTicket(number) });
}

export function useMessages(number: number) {
  return useQuery({
    queryKey: ticketKeys.messages(number),
    queryFn: () =>
      everyItem((cursor) =>
        answerOf(
          api.GET('/api/v1/tickets/{number}/messages', {
            params: { path: { number }, query: { limit: 200, ...cursor } },
          }),
        ),
      ),
  });
}

export function useEvents(number: number) {
  return useQuery({
    queryKey: ticketKeys.events(number),
    queryFn: () =>
      everyItem((cursor) =>
        answerOf(
          api.GET('/api/v1/tickets/{number}/events', {
            params: { path: { number }, query: { limit: 200, ...cursor } },
          }),
        ),
      ),
  });
}

export function useAgents(): Agent[] {
  const { data } = useQuery({
    queryKey: ['agents'],
    staleTime: 60_000,
    queryFn: () =>
      everyItem((cursor) =>
        answerOf(api.GET('/api/v1/agents', { params: { query: { limit: 200, ...cursor } } })),
      ),
  });
  return data ?? [];
}

export function useMailboxes() {
  return useQuery({
    queryKey: ['mailboxes'],
    staleTime: 60_000,
    queryFn: () => answerOf(api.GET('/api/v1/mailboxes', { params: { query: { limit: 200 } } })),
  });
}

/**
 * Changes a ticket. The page shows the change at once; a refusal puts back what was, and the
 * caller says why.
 */
export function useChangeTicket(number: number) {
  const client = useQueryClient();
  const key = ticketKeys.facts(number);
  return useMutation({
    mutationKey: ['change-ticket', number],
    mutationFn: (change: TicketChange) =>
      answerOf(
        api.PATCH('/api/v1/tickets/{number}', {
          params: { path: { number }, header: { 'Idempotency-Key': newIdempotencyKey() } },
          body: change,
        }),
      ),
    onMutate: async (change) => {
      await client.cancelQueries({ queryKey: key });
      const before = client.getQueryData<Ticket>(key);
      if (before) client.setQueryData(key, expected(before, change, client));
      return { before };
    },
    onError: (_error, _change, kept) => {
      if (kept?.before) client.setQueryData(key, kept.before);
    },
    onSuccess: (ticket) => {
      client.setQueryData(key, newer(ticket));
      void client.invalidateQueries({ queryKey: ticketKeys.events(number) });
    },
  });
}

/** Keeps whichever is newer: an answer may arrive after a later one's. */
export function newer(ticket: Ticket): (shown: Ticket | undefined) => Ticket {
  return (shown) => (shown && shown.version > ticket.version ? shown : ticket);
}

/** The ticket as it will look when the change is accepted. */
function expected(before: Ticket, change: TicketChange, client: QueryClient): Ticket {
  const { assigneeId, ...fields } = change;
  const agents = client.getQueryData<Agent[]>(['agents'] satisfies QueryKey) ?? [];
  const assignee = agents.find((agent) => agent.id === assigneeId) ?? null;
  return { ...before, ...fields, ...(assigneeId !== undefined && { assignee }) } as Ticket;
}

interface Page<T> {
  items: T[];
  nextCursor: string | null;
}

/** All items of a list that is short in practice (a thread, the agents). */
async function everyItem<T>(read: (cursor: { cursor?: string }) => Promise<Page<T>>): Promise<T[]> {
  const items: T[] = [];
  let cursor: string | null = null;
  do {
    const page: Page<T> = await read(cursor ? { cursor } : {});
    items.push(...page.items);
    cursor = page.nextCursor;
  } while (cursor);
  return items;
}
