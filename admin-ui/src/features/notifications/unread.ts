import { useQuery, type QueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { api } from '../../api/client';
import { answerOf } from '../../api/problem';
import { onNotificationsChanged } from '../../api/stream';

export const notificationsKey = ['notifications'] as const;

/** How many are not read. */
export function useUnreadCount(): number {
  const { data } = useQuery({
    queryKey: [...notificationsKey, 'unread'],
    queryFn: () => answerOf(api.GET('/api/v1/notifications', { params: { query: { limit: 1 } } })),
  });
  return data?.unread ?? 0;
}

/** Reads again when the stream says that something was told or read. */
export function useNotificationsKeepUp(client: QueryClient): void {
  useEffect(
    () =>
      onNotificationsChanged(() => void client.invalidateQueries({ queryKey: notificationsKey })),
    [client],
  );
}
