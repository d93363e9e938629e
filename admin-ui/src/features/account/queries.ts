import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api } from '../../api/client';
import { answerOf } from '../../api/problem';
import type { Me, OwnSession } from '../../api/types';
import { useReadAgain } from '../agents/queries';
import { sessionKey } from '../session/session';

const sessionsKey = ['own-sessions'] as const;

export function useChangeName() {
  const client = useQueryClient();
  const readAgain = useReadAgain();
  return useMutation({
    mutationFn: (name: string) => answerOf(api.PATCH('/api/v1/account', { body: { name } })),
    onSuccess: ({ name }) => {
      client.setQueryData<Me>(sessionKey, (me) => me && { ...me, name });
      return readAgain();
    },
  });
}

export function useChangePassword() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: { current: string; password: string }) =>
      answerOf(api.POST('/api/v1/account/password', { body })),
    onSuccess: () => client.invalidateQueries({ queryKey: sessionsKey }),
  });
}

export function useOwnSessions() {
  return useQuery({
    queryKey: sessionsKey,
    queryFn: async (): Promise<OwnSession[]> =>
      (await answerOf(api.GET('/api/v1/account/sessions'))).items,
  });
}

/** Ends the session of this id, or without one all but this one. */
export function useEndSession() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: string | null) =>
      id === null
        ? answerOf(api.DELETE('/api/v1/account/sessions'))
        : answerOf(api.DELETE('/api/v1/account/sessions/{id}', { params: { path: { id } } })),
    onSettled: () => client.invalidateQueries({ queryKey: sessionsKey }),
  });
}
