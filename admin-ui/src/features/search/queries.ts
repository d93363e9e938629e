import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { api } from '../../api/client';
import { answerOf } from '../../api/problem';
import type { SearchResults } from '../../api/types';

const atOnce = 6;

/** The first results while somebody types; those of the letters before stay until others come. */
export function useFirstResults(q: string) {
  return useQuery({
    queryKey: ['search', 'first', q],
    enabled: q !== '',
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => readResults(q, { limit: atOnce }, signal),
  });
}

export function useResults(q: string) {
  return useInfiniteQuery({
    queryKey: ['search', 'all', q],
    enabled: q !== '',
    placeholderData: keepPreviousData,
    queryFn: ({ pageParam, signal }) =>
      readResults(q, pageParam === null ? {} : { cursor: pageParam }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.nextCursor,
  });
}

function readResults(
  q: string,
  page: { limit?: number; cursor?: string },
  signal: AbortSignal,
): Promise<SearchResults> {
  return answerOf(api.GET('/api/v1/search', { params: { query: { q, ...page } }, signal }));
}
