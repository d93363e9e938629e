import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query';
import { ApiProblem, isPassing } from './api/problem';
import { sessionKey } from './features/session/session';

/** Server state: what was read is shown at once and read again behind; passing trouble is retried. */
export function createQueryClient(): QueryClient {
  const client: QueryClient = new QueryClient({
    queryCache: new QueryCache({ onError: noticeSignedOut }),
    mutationCache: new MutationCache({ onError: noticeSignedOut }),
    defaultOptions: {
      queries: {
        staleTime: 5_000,
        retry: (failures, error) => isPassing(error) && failures < 2,
        retryDelay: (attempt) => 400 * 2 ** attempt,
      },
      mutations: { retry: false, networkMode: 'always' },
    },
  });

  /** A session that ended elsewhere leads to the log-in page, whichever call met it first. */
  function noticeSignedOut(error: unknown): void {
    if (!(error instanceof ApiProblem) || error.status !== 401) return;
    if (client.getQueryData(sessionKey)) client.setQueryData(sessionKey, null);
  }
  return client;
}
