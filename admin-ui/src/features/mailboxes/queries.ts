import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api } from '../../api/client';
import { answerOf } from '../../api/problem';
import type { AccountFields, MailboxFields, ServerFields } from './mailbox-fields';

const key = ['mailboxes'];

/** Adds a mailbox, or changes the one whose id is given. */
export function useSaveMailbox() {
  const readAgain = useReadAgain();
  return useMutation({
    mutationFn: ({ id, body }: { id: string | null; body: MailboxFields }) =>
      id === null
        ? answerOf(api.POST('/api/v1/mailboxes', { body }))
        : answerOf(api.PATCH('/api/v1/mailboxes/{id}', { params: { path: { id } }, body })),
    onSuccess: readAgain,
  });
}

export function useMakeDefault() {
  const readAgain = useReadAgain();
  return useMutation({
    mutationFn: (id: string) =>
      answerOf(
        api.PATCH('/api/v1/mailboxes/{id}', {
          params: { path: { id } },
          body: { isDefault: true },
        }),
      ),
    onSuccess: readAgain,
  });
}

export function useRemoveMailbox() {
  const readAgain = useReadAgain();
  return useMutation({
    mutationFn: (id: string) =>
      answerOf(api.DELETE('/api/v1/mailboxes/{id}', { params: { path: { id } } })),
    onSuccess: readAgain,
  });
}

/** A server as it stands in the form. */
export type ServerToTry = { smtp: ServerFields } | { imap: AccountFields };

/** Connects and signs in to it; nothing is stored. */
export function useTryServer() {
  return useMutation({
    mutationFn: ({ mailboxId, server }: { mailboxId: string | null; server: ServerToTry }) =>
      answerOf(
        api.POST('/api/v1/mailboxes/check-server', {
          body: { ...(mailboxId === null ? {} : { mailboxId }), ...server },
        }),
      ),
  });
}

function useReadAgain(): () => Promise<void> {
  const client = useQueryClient();
  return () => client.invalidateQueries({ queryKey: key });
}
