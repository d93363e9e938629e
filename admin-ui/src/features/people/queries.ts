import {
  keepPreviousData,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query';
import { useEffect } from 'react';
import type { Status } from '../../../../domain/ticket/status';
import { api } from '../../api/client';
import { answerOf } from '../../api/problem';
import { onTicketChanged } from '../../api/stream';
import type { Contact, Lead } from '../../api/types';
import { ticketKeys } from '../tickets/queries';

/** Whose tickets are shown. */
export type Whose = { requester: string } | { account: string };

export type PersonType = 'contact' | 'lead';

const peopleKey = ['people'] as const;
// Nothing tells of changes while no page of people is open.
const always = { refetchOnMount: 'always' } as const;
const first = null as string | null;
const next = ({ nextCursor }: { nextCursor: string | null }): string | null => nextCursor;

/** Contacts and leads by name. */
export function usePeople(filter: { q?: string; type?: PersonType; account?: string }, on = true) {
  return useInfiniteQuery({
    queryKey: [...peopleKey, 'list', filter],
    ...always,
    enabled: on,
    placeholderData: keepPreviousData,
    queryFn: ({ pageParam }) =>
      answerOf(
        api.GET('/api/v1/people', {
          params: { query: { ...filter, ...(pageParam && { cursor: pageParam }) } },
        }),
      ),
    initialPageParam: first,
    getNextPageParam: next,
  });
}

/** Companies by name. */
export function useCompanies(filter: { q?: string }, on = true) {
  return useInfiniteQuery({
    queryKey: [...peopleKey, 'accounts', filter],
    ...always,
    enabled: on,
    placeholderData: keepPreviousData,
    queryFn: ({ pageParam }) =>
      answerOf(
        api.GET('/api/v1/people/accounts', {
          params: { query: { ...filter, ...(pageParam && { cursor: pageParam }) } },
        }),
      ),
    initialPageParam: first,
    getNextPageParam: next,
  });
}

export function useContact(id: string, on = true) {
  return useQuery({
    enabled: on,
    queryKey: [...peopleKey, 'contact', id],
    queryFn: () => answerOf(api.GET('/api/v1/contacts/{id}', { params: { path: { id } } })),
  });
}

export function useLead(id: string, on = true) {
  return useQuery({
    enabled: on,
    queryKey: [...peopleKey, 'lead', id],
    queryFn: () => answerOf(api.GET('/api/v1/leads/{id}', { params: { path: { id } } })),
  });
}

export function useAccount(id: string) {
  return useQuery({
    queryKey: [...peopleKey, 'account', id],
    queryFn: () => answerOf(api.GET('/api/v1/accounts/{id}', { params: { path: { id } } })),
  });
}

export function useTicketCounts(whose: Whose) {
  return useQuery({
    queryKey: [...peopleKey, 'counts', whose],
    ...always,
    queryFn: () =>
      answerOf(api.GET('/api/v1/people/ticket-counts', { params: { query: whose } })).then(
        ({ counts }) => counts,
      ),
  });
}

export function useTheirTickets(whose: Whose, statuses: readonly Status[]) {
  return useInfiniteQuery({
    queryKey: [...peopleKey, 'tickets', whose, statuses],
    ...always,
    placeholderData: keepPreviousData,
    queryFn: ({ pageParam }) =>
      answerOf(
        api.GET('/api/v1/tickets', {
          params: {
            query: {
              ...whose,
              status: statuses.join(),
              sort: '-updatedAt',
              limit: 20,
              ...(pageParam && { cursor: pageParam }),
            },
          },
        }),
      ),
    initialPageParam: first,
    getNextPageParam: next,
  });
}

/** The latest chats with somebody. */
export function useTheirConversations(person: string) {
  return useQuery({
    queryKey: [...peopleKey, 'conversations', person],
    queryFn: () =>
      answerOf(api.GET('/api/v1/conversations', { params: { query: { person, limit: 5 } } })),
  });
}

const gatherMs = 500;

/** Reads people and their tickets again when tickets have changed. */
export function usePeopleKeepUp(): void {
  const client = useQueryClient();
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const stop = onTicketChanged(() => {
      timer ??= setTimeout(() => {
        timer = undefined;
        void client.invalidateQueries({ queryKey: peopleKey });
      }, gatherMs);
    });
    return () => {
      clearTimeout(timer);
      stop();
    };
  }, [client]);
}

/** What a form says of somebody; a company by its name, '' for none. */
export interface PersonFields {
  name: string;
  email: string;
  company: string;
}

/** Adds a contact or a lead; a company of a new name is added with them. */
export function useAddPerson() {
  return usePeopleChange(
    async ({ type, name, email, company }: PersonFields & { type: PersonType }) => {
      const added: Contact | Lead =
        type === 'contact'
          ? await answerOf(
              api.POST('/api/v1/contacts', {
                body: { name, email, ...(company && { accountName: company }) },
              }),
            )
          : await answerOf(api.POST('/api/v1/leads', { body: { email, name: name || null } }));
      return added;
    },
  );
}

export function useChangePerson(type: PersonType, id: string) {
  return usePeopleChange(async ({ name, email, company }: PersonFields) => {
    const params = { path: { id } };
    if (type === 'lead') {
      await answerOf(
        api.PATCH('/api/v1/leads/{id}', { params, body: { email, name: name || null } }),
      );
      return;
    }
    const account = company ? { accountName: company } : { accountId: null };
    await answerOf(
      api.PATCH('/api/v1/contacts/{id}', { params, body: { name, email, ...account } }),
    );
  });
}

export function useRenameAccount(id: string) {
  return usePeopleChange((name: string) =>
    answerOf(api.PATCH('/api/v1/accounts/{id}', { params: { path: { id } }, body: { name } })),
  );
}

/** Makes a lead a contact; their tickets go along. */
export function useConvert(leadId: string) {
  return usePeopleChange(({ name, company }: { name: string; company: string }) =>
    answerOf(
      api.POST('/api/v1/leads/{id}/convert', {
        params: { path: { id: leadId } },
        body: { name, ...(company && { accountName: company }) },
      }),
    ),
  );
}

/** A change of people shows on their pages, on tickets and in lists. */
function usePeopleChange<Asked, Answer>(change: (asked: Asked) => Promise<Answer>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: change,
    onSuccess: () => {
      for (const queryKey of [peopleKey, ticketKeys.pages, ticketKeys.lists, ['search']]) {
        void client.invalidateQueries({ queryKey });
      }
    },
  });
}
