import { isDeepStrictEqual } from 'node:util';
import { forgetMailboxHealth } from '../../db/mailbox-health-store';
import type { Mailbox, MailboxChanges } from '../../db/mailbox-store';
import type { Database } from '../../db/database';
import type { SecretBox } from '../../db/secret-box';
import type { ImapBody, SmtpBody } from './schema';
import { givenServer } from './server-passwords';

interface ServerFields {
  smtp?: SmtpBody | null | undefined;
  imap?: ImapBody | null | undefined;
}

/** Undefined: stays as it is. */
interface StoredServers {
  smtp: MailboxChanges['smtp'];
  smtpPassword: MailboxChanges['smtpPassword'];
  imap: MailboxChanges['imap'];
  imapPassword: MailboxChanges['imapPassword'];
}

/** The servers of a body as they are stored: passwords sealed. Throws `invalid-input`. */
export function toStoredServers(
  secrets: SecretBox,
  { smtp, imap }: ServerFields,
  before: Mailbox | null,
): StoredServers {
  const out = smtp && givenServer('smtp', smtp, before);
  const fetched = imap && givenServer('imap', imap, before);
  const sealed = (password: string | null | undefined) => password && secrets.seal(password);
  return {
    smtp: out && out.server,
    smtpPassword: out ? sealed(out.password) : undefined,
    imap: fetched && { ...fetched.server, since: firstDay(fetched.server, before) },
    imapPassword: fetched ? sealed(fetched.password) : undefined,
  };
}

function firstDay({ since }: Pick<ImapBody, 'since'>, before: Mailbox | null): string | null {
  if (since !== undefined) return since;
  return before?.imap ? before.imap.since : new Date().toISOString().slice(0, 10);
}

/** How a server fared says nothing any more once it is another one or has another password. */
export async function forgetOldHealth(
  db: Database,
  before: Mailbox,
  after: Mailbox,
  { smtp, imap }: ServerFields,
): Promise<void> {
  for (const [way, given] of [
    ['smtp', smtp],
    ['imap', imap],
  ] as const) {
    const isSame = isDeepStrictEqual(before[way], after[way]) && given?.password === undefined;
    if (!isSame) await forgetMailboxHealth(db, before.id, way);
  }
}
