import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api } from '../../api/client';
import { answerOf } from '../../api/problem';
import type { NotificationSettings } from '../../api/types';
import { notificationsKey } from './unread';

const keys = {
  list: [...notificationsKey, 'list'] as const,
  settings: ['notification-settings'] as const,
};

const read = (query: { limit: number; cursor?: string }) =>
  answerOf(api.GET('/api/v1/notifications', { params: { query } }));

/** What the agent was told of, the latest first. */
export function useNotifications() {
  return useInfiniteQuery({
    queryKey: keys.list,
    queryFn: ({ pageParam }) => read({ limit: 30, ...(pageParam && { cursor: pageParam }) }),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.nextCursor,
  });
}

/** Marks one as read, all about a ticket, or all. */
export function useMarkAsRead() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (which: { id?: string; ticket?: number }) =>
      which.id === undefined
        ? answerOf(
            api.POST('/api/v1/notifications/read', {
              params: { query: which.ticket === undefined ? {} : { ticket: which.ticket } },
            }),
          )
        : answerOf(
            api.POST('/api/v1/notifications/{id}/read', { params: { path: { id: which.id } } }),
          ),
    onSettled: () => client.invalidateQueries({ queryKey: notificationsKey }),
  });
}

export function useNotificationSettings() {
  return useQuery({
    queryKey: keys.settings,
    queryFn: () => answerOf(api.GET('/api/v1/me/notification-settings')),
  });
}

/** Saves a switch at once; what was refused goes back, and the caller says why. */
export function useSaveNotificationSettings() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: Partial<NotificationSettings>) =>
      answerOf(api.PUT('/api/v1/me/notification-settings', { body })),
    // One after the other, so that the last word is the last one said.
    scope: { id: 'notification-settings' },
    onMutate: async (change) => {
      await client.cancelQueries({ queryKey: keys.settings });
      client.setQueryData<NotificationSettings>(
        keys.settings,
        (before) => before && { ...before, ...change },
      );
    },
    onError: () => client.invalidateQueries({ queryKey: keys.settings }),
  });
}
