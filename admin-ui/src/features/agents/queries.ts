import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api } from '../../api/client';
import { answerOf } from '../../api/problem';
import type { Agent, TicketList } from '../../api/types';
import { agentsKey } from '../tickets/queries';
import { changeMany } from '../tickets/undo';

export interface AgentFields {
  name: string;
  email: string;
  role: Agent['role'];
}

/** Invites somebody by mail, or changes the agent whose id is given. */
export function useSaveAgent() {
  const readAgain = useReadAgain();
  return useMutation({
    mutationFn: ({ id, ...body }: AgentFields & { id: string | null }) =>
      id === null
        ? answerOf(api.POST('/api/v1/agents', { body: { ...body, invite: true } }))
        : answerOf(api.PATCH('/api/v1/agents/{id}', { params: { path: { id } }, body })),
    onSuccess: readAgain,
  });
}

export function useInviteAgain() {
  return useMutation({
    mutationFn: (id: string) =>
      answerOf(api.POST('/api/v1/agents/{id}/invitation', { params: { path: { id } } })),
  });
}

export function useRemoveAgent() {
  const readAgain = useReadAgain();
  return useMutation({
    mutationFn: (id: string) =>
      answerOf(api.DELETE('/api/v1/agents/{id}', { params: { path: { id } } })),
    onSuccess: readAgain,
  });
}

export function useReactivate() {
  const readAgain = useReadAgain();
  return useMutation({ mutationFn: (id: string) => setActive(id, true), onSuccess: readAgain });
}

/** The numbers of the tickets that an agent has and that are not done. */
export function useOpenTicketsOf(agentId: string) {
  return useQuery({
    queryKey: ['open-tickets-of', agentId],
    staleTime: 0,
    queryFn: async () => {
      const numbers: number[] = [];
      let cursor: string | null = null;
      do {
        const query = { assignee: agentId, limit: 200, ...(cursor && { cursor }) };
        const page: TicketList = await answerOf(api.GET('/api/v1/tickets', { params: { query } }));
        numbers.push(...page.items.map(({ number }) => number));
        cursor = page.nextCursor;
      } while (cursor);
      return numbers;
    },
  });
}

/** Signs an agent out for good and gives their tickets to another, to nobody, or leaves them. */
export function useDeactivate() {
  const readAgain = useReadAgain();
  return useMutation({
    mutationFn: async (asked: { id: string; numbers: number[]; to: string | null | 'stay' }) => {
      const { id, numbers, to } = asked;
      await setActive(id, false);
      if (to === 'stay' || numbers.length === 0) return [];
      const results = await changeMany({ numbers, change: { assigneeId: to } });
      return results.filter((one) => !one.ok);
    },
    onSettled: readAgain,
  });
}

function setActive(id: string, active: boolean): Promise<Agent> {
  const params = { path: { id } };
  return answerOf(api.PATCH('/api/v1/agents/{id}', { params, body: { active } }));
}

export function useReadAgain(): () => Promise<void> {
  const client = useQueryClient();
  return () => client.invalidateQueries({ queryKey: agentsKey });
}
