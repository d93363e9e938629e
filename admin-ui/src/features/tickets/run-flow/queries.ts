import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api, newIdempotencyKey } from '../../../api/client';
import { answerOf } from '../../../api/problem';
import type { CustomFieldValue } from '../../../../../domain/custom-field/value';

/** The Flows that can be run on a ticket, by what their buttons say. */
export function useManualFlows(number: number) {
  return useQuery({
    queryKey: ['manual-flows', number],
    queryFn: async () => {
      const params = { path: { number } };
      return (await answerOf(api.GET('/api/v1/tickets/{number}/flows', { params }))).items;
    },
  });
}

/** Runs a Flow once, however often a lost answer makes people press the button. */
export function useRunFlow(id: string, ticketNumber: number) {
  const client = useQueryClient();
  const [key] = useState(newIdempotencyKey);
  return useMutation({
    mutationFn: (inputs: Record<string, Exclude<CustomFieldValue, string[]>>) =>
      answerOf(
        api.POST('/api/v1/flows/{id}/run', {
          params: {
            path: { id },
            header: { 'Idempotency-Key': `${key}/${JSON.stringify(inputs)}` },
          },
          body: { ticketNumber, inputs },
        }),
      ),
    onSuccess: () => client.invalidateQueries({ queryKey: ['runs'] }),
  });
}
