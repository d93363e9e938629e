import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api } from '../../api/client';
import { answerOf } from '../../api/problem';
import type { ConnectionContent, NewConnection } from '../../api/types';

const connectionsKey = ['connections'] as const;

export function useConnections() {
  return useQuery({
    queryKey: connectionsKey,
    queryFn: async () => (await answerOf(api.GET('/api/v1/connections'))).items,
  });
}

export function useAddConnection() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: NewConnection) => answerOf(api.POST('/api/v1/connections', { body })),
    onSuccess: () => client.invalidateQueries({ queryKey: connectionsKey }),
  });
}

export function useChangeConnection() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ id, body }: { id: string; body: ConnectionContent }) =>
      answerOf(api.PUT('/api/v1/connections/{id}', { params: { path: { id } }, body })),
    onSuccess: () => client.invalidateQueries({ queryKey: connectionsKey }),
  });
}

export function useRemoveConnection() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: string) =>
      answerOf(api.DELETE('/api/v1/connections/{id}', { params: { path: { id } } })),
    onSuccess: () => client.invalidateQueries({ queryKey: connectionsKey }),
  });
}

export function useTestConnection() {
  return useMutation({
    mutationFn: (id: string) =>
      answerOf(api.POST('/api/v1/connections/{id}/test', { params: { path: { id } } })),
  });
}
