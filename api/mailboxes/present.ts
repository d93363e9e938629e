import type { MailboxHealth } from '../../db/mailbox-health-store';
import type { Mailbox } from '../../db/mailbox-store';

/** A mailbox as the API answers it: passwords only as whether there is one. */
export function presentMailbox(mailbox: Mailbox, health: readonly MailboxHealth[]): object {
  const { hasSmtpPassword, hasImapPassword, smtp, imap, ...rest } = mailbox;
  const own = health.filter(({ mailboxId }) => mailboxId === mailbox.id);
  return {
    ...rest,
    smtp: smtp && { ...smtp, hasPassword: hasSmtpPassword },
    imap: imap && { ...imap, hasPassword: hasImapPassword },
    health: {
      smtp: presentHealth(own.find(({ way }) => way === 'smtp')),
      imap: presentHealth(own.find(({ way }) => way === 'imap')),
    },
  };
}

function presentHealth(health: MailboxHealth | undefined): object | null {
  if (!health) return null;
  return {
    lastSuccessAt: health.lastSuccessAt?.toISOString() ?? null,
    failingSince: health.failingSince?.toISOString() ?? null,
    problem: health.problem,
  };
}
