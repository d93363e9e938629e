import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api } from '../../api/client';
import { answerOf } from '../../api/problem';
import type { MacroContent, RenderedMacro } from '../../api/types';

const macrosKey = ['macros'] as const;

export function useMacros() {
  return useQuery({
    queryKey: macrosKey,
    staleTime: 60_000,
    queryFn: async () => (await answerOf(api.GET('/api/v1/macros'))).items,
  });
}

/** A macro as it reads on this ticket, for whoever is signed in. */
export function renderMacro(id: string, ticket: number): Promise<RenderedMacro> {
  const params = { path: { id } };
  return answerOf(api.POST('/api/v1/macros/{id}/render', { params, body: { ticket } }));
}

/** Adds a macro, or puts it in place of the one whose id is given. */
export function useSaveMacro() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ id, body }: { id: string | null; body: MacroContent }) =>
      id === null
        ? answerOf(api.POST('/api/v1/macros', { body }))
        : answerOf(api.PUT('/api/v1/macros/{id}', { params: { path: { id } }, body })),
    onSuccess: () => client.invalidateQueries({ queryKey: macrosKey }),
  });
}

export function useRemoveMacro() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: string) =>
      answerOf(api.DELETE('/api/v1/macros/{id}', { params: { path: { id } } })),
    onSuccess: () => client.invalidateQueries({ queryKey: macrosKey }),
  });
}
