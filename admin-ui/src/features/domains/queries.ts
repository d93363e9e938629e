import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api } from '../../api/client';
import { answerOf } from '../../api/problem';

const key = ['domains'];

export function useDomains() {
  return useQuery({
    queryKey: key,
    queryFn: () => answerOf(api.GET('/api/v1/domains', { params: { query: { limit: 200 } } })),
    refetchInterval: 30_000,
  });
}

export function useAddDomain() {
  const onSuccess = useReadAgain();
  return useMutation({
    mutationFn: (name: string) => answerOf(api.POST('/api/v1/domains', { body: { name } })),
    onSuccess,
  });
}

/** Asks the DNS now. */
export function useCheckDomain(id: string) {
  const onSuccess = useReadAgain();
  return useMutation({
    mutationFn: () =>
      answerOf(api.POST('/api/v1/domains/{id}/check', { params: { path: { id } } })),
    onSuccess,
  });
}

export function useLimitDomain(id: string) {
  const onSuccess = useReadAgain();
  return useMutation({
    mutationFn: (perMinute: number | null) =>
      answerOf(
        api.PATCH('/api/v1/domains/{id}', { params: { path: { id } }, body: { perMinute } }),
      ),
    onSuccess,
  });
}

export function useRemoveDomain(id: string) {
  const onSuccess = useReadAgain();
  return useMutation({
    mutationFn: () => answerOf(api.DELETE('/api/v1/domains/{id}', { params: { path: { id } } })),
    onSuccess,
  });
}

function useReadAgain() {
  const client = useQueryClient();
  return () => client.invalidateQueries({ queryKey: key });
}
