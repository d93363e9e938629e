import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api } from '../../api/client';
import { answerOf } from '../../api/problem';
import type { Team } from '../../api/types';

export const teamsKey = ['teams'] as const;

export interface TeamDraft {
  name: string;
  memberIds: string[];
}

export function useTeamList() {
  return useQuery({
    queryKey: teamsKey,
    staleTime: 60_000,
    queryFn: async () => (await answerOf(api.GET('/api/v1/teams'))).items,
  });
}

export function useTeams(): Team[] {
  return useTeamList().data ?? [];
}

/** Adds a team, or changes the one whose id is given. */
export function useSaveTeam() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ id, ...body }: TeamDraft & { id: string | null }) =>
      id === null
        ? answerOf(api.POST('/api/v1/teams', { body }))
        : answerOf(api.PATCH('/api/v1/teams/{id}', { params: { path: { id } }, body })),
    onSuccess: () => client.invalidateQueries({ queryKey: teamsKey }),
  });
}

export function useRemoveTeam() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: string) =>
      answerOf(api.DELETE('/api/v1/teams/{id}', { params: { path: { id } } })),
    onSuccess: () => client.invalidateQueries({ queryKey: teamsKey }),
  });
}
