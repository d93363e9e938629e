import { useQuery, useQueryClient, type QueryClient } from '@tanstack/react-query';
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

/**
 * What an agent looks at is no news: opening a ticket, or coming back to its page, reads what it
 * brought, and so does having it open when more comes.
 */
export function useSeenTicket(pathname: string): void {
  const client = useQueryClient();
  const unread = useUnreadCount();
  const number = /^\/tickets\/(\d{1,9})$/.exec(pathname)?.[1];
  useEffect(() => {
    if (!number || unread === 0) return;
    const seen = (): void => {
      if (document.visibilityState !== 'visible') return;
      const params = { query: { ticket: Number(number) } };
      answerOf(api.POST('/api/v1/notifications/read', { params }))
        .then(() => client.invalidateQueries({ queryKey: notificationsKey }))
        .catch(() => undefined);
    };
    seen();
    document.addEventListener('visibilitychange', seen);
    return () => document.removeEventListener('visibilitychange', seen);
  }, [client, number, unread]);
}

/** Reads again when the stream says that something was told or read. */
export function useNotificationsKeepUp(client: QueryClient): void {
  useEffect(
    () =>
      onNotificationsChanged(() => void client.invalidateQueries({ queryKey: notificationsKey })),
    [client],
  );
}
