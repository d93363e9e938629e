import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api } from '../../api/client';
import { answerOf } from '../../api/problem';
import type { CustomField, CustomFieldChange, NewCustomField } from '../../api/types';

const customFieldsKey = ['custom-fields'] as const;

export function useCustomFieldList() {
  return useQuery({
    queryKey: customFieldsKey,
    staleTime: 60_000,
    queryFn: async () => (await answerOf(api.GET('/api/v1/custom-fields'))).items,
  });
}

/** All fields in their order, archived ones too. */
export function useCustomFields(): CustomField[] {
  return useCustomFieldList().data ?? [];
}

export function useAddCustomField() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: NewCustomField) => answerOf(api.POST('/api/v1/custom-fields', { body })),
    onSuccess: () => client.invalidateQueries({ queryKey: customFieldsKey }),
  });
}

export function useChangeCustomField() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ id, change }: { id: string; change: CustomFieldChange }) =>
      answerOf(api.PATCH('/api/v1/custom-fields/{id}', { params: { path: { id } }, body: change })),
    onSuccess: () => client.invalidateQueries({ queryKey: customFieldsKey }),
  });
}
