import type { Database } from '../db/database';
import {
  findMailboxByAddress,
  findMailboxSecret,
  type Mailbox,
  type MailServer,
} from '../db/mailbox-store';
import type { SecretBox } from '../db/secret-box';
import { DomainError } from '../domain/domain-error';

/** The system's (`smtp://user:password@host:port`), or a mailbox's own. */
export type OutgoingServer = string | { smtp: MailServer; password: string | null };

/** By which server mail of this sender leaves: its mailbox's own, else the system's. */
export async function outgoingServerOf(
  { db, secrets, smtpUrl }: { db: Database; secrets: SecretBox; smtpUrl: string },
  senderAddress: string,
): Promise<{
  /** Null when there is no such mailbox any more. */
  mailbox: Mailbox | null;
  /** Or why it cannot be used, a sentence. */
  server: OutgoingServer | { problem: string };
}> {
  const mailbox = await findMailboxByAddress(db, senderAddress);
  if (!mailbox?.smtp) return { mailbox, server: smtpUrl };
  const sealed = await findMailboxSecret(db, mailbox.id, 'smtp');
  try {
    const password = sealed === null ? null : secrets.open(sealed);
    return { mailbox, server: { smtp: mailbox.smtp, password } };
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    return { mailbox, server: { problem: error.message } };
  }
}
