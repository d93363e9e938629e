import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api } from '../../api/client';
import { answerOf } from '../../api/problem';
import type { CalendarDraft } from './calendar-draft';

const key = ['calendars'] as const;

/** All calendars, the default one first. */
export function useCalendars() {
  return useQuery({
    queryKey: key,
    staleTime: 60_000,
    queryFn: async () => (await answerOf(api.GET('/api/v1/calendars'))).items,
  });
}

/** Adds a calendar, or changes the one whose id is given. */
export function useSaveCalendar() {
  const readAgain = useReadAgain();
  return useMutation({
    mutationFn: ({ id, body }: { id: string | null; body: CalendarDraft }) =>
      id === null
        ? answerOf(api.POST('/api/v1/calendars', { body }))
        : answerOf(
            api.PATCH('/api/v1/calendars/{id}', {
              params: { path: { id } },
              body,
            }),
          ),
    onSuccess: readAgain,
  });
}

export function useMakeDefault() {
  const readAgain = useReadAgain();
  return useMutation({
    mutationFn: (id: string) =>
      answerOf(
        api.PATCH('/api/v1/calendars/{id}', {
          params: { path: { id } },
          body: { isDefault: true },
        }),
      ),
    onSuccess: readAgain,
  });
}

export function useRemoveCalendar() {
  const readAgain = useReadAgain();
  return useMutation({
    mutationFn: (id: string) =>
      answerOf(api.DELETE('/api/v1/calendars/{id}', { params: { path: { id } } })),
    onSuccess: readAgain,
  });
}

function useReadAgain(): () => Promise<void> {
  const client = useQueryClient();
  return () => client.invalidateQueries({ queryKey: key });
}
