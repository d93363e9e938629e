import { useMutation, useQuery, useQueryClient, type QueryClient } from '@tanstack/react-query';
import { api, newIdempotencyKey } from '../../api/client';
import { answerOf } from '../../api/problem';
import type {
  Agent,
  FlowRunSummary,
  Message,
  Relation,
  Team,
  Ticket,
  TicketChange,
  TicketEvent,
} from '../../api/types';
import { worksTickets } from '../../../../domain/agent/role';
import { patchFields } from '../../../../domain/custom-field/value';
import { teamsKey } from '../teams/queries';
import { lookAgainAfterMs } from '../flows/look-again';

export const ticketKeys = {
  /** Everything that ticket pages show. */
  pages: ['ticket'] as const,
  page: (number: number) => ['ticket', number] as const,
  lists: ['tickets'] as const,
};

/** What the page of one ticket shows, read in one round trip. */
export interface TicketPageData {
  ticket: Ticket;
  messages: Message[];
  events: TicketEvent[];
  runs: FlowRunSummary[];
  /** The conversation that it was made of. */
  conversation: { id: string; visitor: string | null } | null;
  /** The tickets that have to do with it. */
  relations: Relation[];
  watchers: { id: string; name: string }[];
}

export function fetchTicket(number: number): Promise<Ticket> {
  return answerOf(api.GET('/api/v1/tickets/{number}', { params: { path: { number } } }));
}

export function useTicketPage(number: number) {
  return useQuery({
    queryKey: ticketKeys.page(number),
    queryFn: () => fetchPage(number),
    refetchInterval: ({ state }) => lookAgainAfterMs(state.data?.runs),
  });
}

async function fetchPage(number: number): Promise<TicketPageData> {
  const {
    messages,
    events,
    flowRuns,
    conversation = null,
    relations = [],
    watchers = [],
    ...ticket
  } = await answerOf(
    api.GET('/api/v1/tickets/{number}', {
      params: {
        path: { number },
        query: { include: 'messages,events,flowRuns,conversation,relations,watchers' },
      },
    }),
  );
  const params = { path: { number } };
  const query = { limit: 200 };
  const [allMessages, allEvents] = await Promise.all([
    everyItem(messages!, (cursor) =>
      answerOf(
        api.GET('/api/v1/tickets/{number}/messages', {
          params: { ...params, query: { ...query, cursor } },
        }),
      ),
    ),
    everyItem(events!, (cursor) =>
      answerOf(
        api.GET('/api/v1/tickets/{number}/events', {
          params: { ...params, query: { ...query, cursor } },
        }),
      ),
    ),
  ]);
  return {
    ticket,
    messages: allMessages,
    events: allEvents,
    runs: flowRuns!.items,
    conversation,
    relations,
    watchers,
  };
}

export const agentsKey = ['agents'] as const;

export function useAgents(): Agent[] {
  return useAgentList().data ?? [];
}

export function useAgentList() {
  return useQuery({
    queryKey: agentsKey,
    staleTime: 60_000,
    queryFn: async () => {
      const read = (cursor?: string) =>
        answerOf(
          api.GET('/api/v1/agents', {
            params: { query: { limit: 200, ...(cursor && { cursor }) } },
          }),
        );
      return everyItem(await read(), read);
    },
  });
}

/** Those who may be given tickets. */
export function useAssignable(): Agent[] {
  return useAgents().filter(worksTickets);
}

/** `again`: asked anew after so many milliseconds. */
export function useMailboxes({ again }: { again?: number } = {}) {
  return useQuery({
    queryKey: ['mailboxes'],
    staleTime: again ?? 60_000,
    refetchInterval: again ?? false,
    queryFn: () => answerOf(api.GET('/api/v1/mailboxes', { params: { query: { limit: 200 } } })),
  });
}

/**
 * Changes a ticket. The page shows the change at once; a refusal puts back what was, and the
 * caller says why.
 */
export const blockedSendersKey = ['blocked-senders'] as const;

export function useChangeTicket(number: number) {
  const client = useQueryClient();
  const key = ticketKeys.page(number);
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
      const before = client.getQueryData<TicketPageData>(key)?.ticket;
      if (before) client.setQueryData(key, showing(expected(before, change, client)));
      return { before };
    },
    onError: (_error, _change, kept) => {
      if (kept?.before) client.setQueryData(key, showing(kept.before));
    },
    onSuccess: (ticket, { blockSender }) => {
      if (blockSender !== undefined) {
        void client.invalidateQueries({ queryKey: blockedSendersKey });
      }
      client.setQueryData<TicketPageData>(
        key,
        (page) => page && { ...page, ticket: newer(ticket)(page.ticket) },
      );
      void client.invalidateQueries({ queryKey: key });
    },
  });
}

/** Keeps whichever is newer: an answer may arrive after a later one's. */
export function newer(ticket: Ticket): (shown: Ticket | undefined) => Ticket {
  return (shown) => (shown && shown.version > ticket.version ? shown : ticket);
}

function showing(ticket: Ticket) {
  return (page: TicketPageData | undefined) => page && { ...page, ticket };
}

/** The ticket as it will look when the change is accepted. */
function expected(before: Ticket, change: TicketChange, client: QueryClient): Ticket {
  // Who the new requester is, the answer says.
  const {
    assigneeId,
    teamId,
    customFields,
    requester: _requester,
    blockSender: _block,
    ...fields
  } = change;
  const agents = client.getQueryData<Agent[]>(agentsKey) ?? [];
  const assignee = agents.find((agent) => agent.id === assigneeId) ?? null;
  const team = client.getQueryData<Team[]>(teamsKey)?.find((one) => one.id === teamId) ?? null;
  return {
    ...before,
    ...fields,
    ...(assigneeId !== undefined && { assignee }),
    ...(teamId !== undefined && { team }),
    ...(customFields && { customFields: patchFields(before.customFields, customFields) }),
  } as Ticket;
}

interface Page<T> {
  items: T[];
  nextCursor: string | null;
}

/** All items of a list that is short in practice (a thread, the agents), from its first page on. */
async function everyItem<T>(
  first: Page<T>,
  read: (cursor: string) => Promise<Page<T>>,
): Promise<T[]> {
  const items = [...first.items];
  for (let cursor = first.nextCursor; cursor;) {
    const page = await read(cursor);
    items.push(...page.items);
    cursor = page.nextCursor;
  }
  return items;
}
