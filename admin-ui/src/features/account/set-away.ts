import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api } from '../../api/client';
import { answerOf } from '../../api/problem';
import { agentsKey } from '../tickets/queries';

/** Away until a time or until one is back; null: back. */
export function useSetAway() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (away: { until: string | null; note: string | null } | null) =>
      away
        ? answerOf(api.PUT('/api/v1/account/away', { body: away }))
        : answerOf(api.DELETE('/api/v1/account/away')),
    onSuccess: () => client.invalidateQueries({ queryKey: agentsKey }),
  });
}
