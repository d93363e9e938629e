import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../../api/client';
import { answerOf } from '../../api/problem';
import type { MailPreview, MailTemplate } from '../../api/types';

const listKey = ['mail-templates'];

export interface MailTemplateDraft {
  subject: string | null;
  body: string;
}

export function useMailTemplates() {
  return useQuery({
    queryKey: listKey,
    queryFn: () => answerOf(api.GET('/api/v1/mail-templates')),
  });
}

export function useSaveMailTemplate(key: MailTemplate['key']) {
  const readAgain = useReadAgain();
  return useMutation({
    mutationFn: (body: MailTemplateDraft) =>
      answerOf(api.PUT('/api/v1/mail-templates/{key}', { params: { path: { key } }, body })),
    onSuccess: readAgain,
  });
}

export function useRestoreMailTemplate(key: MailTemplate['key']) {
  const readAgain = useReadAgain();
  return useMutation({
    mutationFn: () =>
      answerOf(api.DELETE('/api/v1/mail-templates/{key}', { params: { path: { key } } })),
    onSuccess: readAgain,
  });
}

/** The mail in these words; while they are wrong, the last one that was right, and what is wrong. */
export function useMailPreview(
  key: MailTemplate['key'],
  asked: MailTemplateDraft & { ticket?: number },
): { shown: MailPreview | null; error: Error | null } {
  const [shown, setShown] = useState<MailPreview | null>(null);
  const { data, error } = useQuery({
    queryKey: ['mail-preview', key, asked],
    queryFn: () =>
      answerOf(
        api.POST('/api/v1/mail-templates/{key}/preview', {
          params: { path: { key } },
          body: asked,
        }),
      ),
    gcTime: 0,
  });
  if (data && data !== shown) setShown(data);
  return { shown, error };
}

function useReadAgain(): () => Promise<void> {
  const client = useQueryClient();
  return () => client.invalidateQueries({ queryKey: listKey });
}
