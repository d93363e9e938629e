import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { api, newIdempotencyKey } from '../../api/client';
import { answerOf } from '../../api/problem';
import { onTicketChanged } from '../../api/stream';
import type { View } from '../../api/types';

const keys = { views: ['views'], counts: ['view-counts'] } as const;
const countAgainMs = 5_000;

export function useViews(): View[] | undefined {
  return useQuery({
    queryKey: keys.views,
    staleTime: 60_000,
    queryFn: async () => (await answerOf(api.GET('/api/v1/views'))).items,
  }).data;
}

/** Tickets by the view's id, counted again at most every five seconds while something changes. */
export function useViewCounts(): Record<string, number> {
  const client = useQueryClient();
  const { data } = useQuery({
    queryKey: keys.counts,
    queryFn: async () => (await answerOf(api.GET('/api/v1/views/counts'))).counts,
  });
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let countedAt = 0;
    const stop = onTicketChanged(() => {
      timer ??= setTimeout(
        () => {
          [timer, countedAt] = [undefined, Date.now()];
          void client.invalidateQueries({ queryKey: keys.counts });
        },
        Math.max(500, countedAt + countAgainMs - Date.now()),
      );
    });
    return () => {
      clearTimeout(timer);
      stop();
    };
  }, [client]);
  return data ?? {};
}

export type ViewToSave = Pick<View, 'name' | 'visibility' | 'teamId'> & {
  filter: Record<string, string>;
  sort: string;
  columns: string[];
};

/** Saves a new view, or with an id changes that one. */
export function useSaveView() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ id, ...view }: ViewToSave & { id?: string | undefined }): Promise<View> => {
      const header = { 'Idempotency-Key': newIdempotencyKey() };
      const body = view as never;
      return answerOf(
        id
          ? api.PATCH('/api/v1/views/{id}', { params: { path: { id }, header }, body })
          : api.POST('/api/v1/views', { params: { header }, body }),
      );
    },
    onSuccess: () => refresh(client),
  });
}

export function useRemoveView() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: string) =>
      answerOf(
        api.DELETE('/api/v1/views/{id}', {
          params: { path: { id }, header: { 'Idempotency-Key': newIdempotencyKey() } },
        }),
      ),
    onSuccess: () => refresh(client),
  });
}

async function refresh(client: ReturnType<typeof useQueryClient>): Promise<void> {
  await client.invalidateQueries({ queryKey: keys.views });
  await client.invalidateQueries({ queryKey: keys.counts });
}
