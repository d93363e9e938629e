import { useQuery, type QueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { api } from '../../api/client';
import { answerOf } from '../../api/problem';
import { onNotificationsChanged } from '../../api/stream';

export const approvalsKey = ['approvals'] as const;

/** How many wait for the agent's answer. */
export function useWaitingApprovals(): number {
  const { data } = useQuery({
    queryKey: [...approvalsKey, 'waiting'],
    queryFn: () => answerOf(api.GET('/api/v1/approvals', { params: { query: { limit: 1 } } })),
  });
  return data?.waiting ?? 0;
}

/** Reads again when the stream tells of news for the agent: questions and answers are among them. */
export function useApprovalsKeepUp(client: QueryClient): void {
  useEffect(
    () => onNotificationsChanged(() => void client.invalidateQueries({ queryKey: approvalsKey })),
    [client],
  );
}
