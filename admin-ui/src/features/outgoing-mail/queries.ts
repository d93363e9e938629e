import { useInfiniteQuery } from '@tanstack/react-query';
import { api } from '../../api/client';
import { answerOf } from '../../api/problem';
import type { SentMail } from '../../api/types';

/** What went out, newest first, in one state or in all. */
export function useOutgoingMail({ state, q }: { state: SentMail['state'] | null; q: string }) {
  return useInfiniteQuery({
    queryKey: ['outgoing-mail', state, q],
    queryFn: ({ pageParam }) =>
      answerOf(
        api.GET('/api/v1/outgoing-mail', {
          params: {
            query: {
              ...(state && { state }),
              ...(q && { q }),
              ...(pageParam && { cursor: pageParam }),
            },
          },
        }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.nextCursor,
    refetchInterval: 10_000,
  });
}
