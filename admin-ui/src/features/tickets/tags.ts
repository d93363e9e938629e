import { useQuery } from '@tanstack/react-query';
import { api } from '../../api/client';
import { answerOf } from '../../api/problem';

/** Tags in use, the most used first. */
export function useTags(): string[] {
  const { data } = useQuery({
    queryKey: ['tags'],
    staleTime: 60_000,
    queryFn: () => answerOf(api.GET('/api/v1/tags', { params: { query: { limit: 200 } } })),
  });
  return data?.items.map(({ name }) => name) ?? [];
}
