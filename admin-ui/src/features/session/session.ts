import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api } from '../../api/client';
import { answerOf, ApiProblem } from '../../api/problem';
import type { Me } from '../../api/types';
import { forgetLast } from '../tickets/undo';

export const sessionKey = ['session'] as const;

/** Who is signed in; null when nobody is. */
export function useSession() {
  return useQuery({
    queryKey: sessionKey,
    staleTime: 5 * 60_000,
    queryFn: async (): Promise<Me | null> => {
      try {
        return (await answerOf(api.GET('/api/v1/session'))).agent;
      } catch (error) {
        if (error instanceof ApiProblem && error.status === 401) return null;
        throw error;
      }
    },
  });
}

/** The signed-in agent, on pages that nobody else sees. */
export function useMe(): Me {
  const { data } = useSession();
  if (!data) throw new Error('this page needs a session');
  return data;
}

/** Whether the signed-in agent's role allows it. The server's list decides, and tells it here. */
export function useMay(permission: Me['permissions'][number]): boolean {
  return useMe().permissions.includes(permission);
}

export function useSignIn() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: { email: string; password: string }) =>
      answerOf(api.POST('/api/v1/session', { body })),
    onSuccess: ({ agent }) => client.setQueryData(sessionKey, agent),
  });
}

export function useSignOut() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => answerOf(api.DELETE('/api/v1/session')),
    onSuccess: () => {
      // What one agent has read is not left for the next at the same screen.
      client.setQueryData(sessionKey, null);
      client.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== sessionKey[0] });
      forgetLast();
    },
  });
}
