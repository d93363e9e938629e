import type { Database } from '../db/database';
import { readFile } from '../db/file-store';
import type { InboundMail } from '../db/inbound-mail-store';
import { replaceMailContent } from '../db/mail-content-store';
import { DomainError } from '../domain/domain-error';
import { mailTexts } from '../domain/mail/messages';
import { stableUuid } from '../tickets/stable-uuid';
import { cleanLine } from './clean-text';
import { messageOf } from './process-mail';
import { readMail } from './read-mail';

/**
 * Reads a mail that is on its ticket once more, as mail is read today: its message gets the text, HTML
 * and files that come of it. Where it stands, the ticket and all that followed stay as they are.
 * Throws `mail-not-readable` and `message-gone`.
 */
export async function readAgain(db: Database, inbound: InboundMail): Promise<void> {
  const raw = (await readFile(db, inbound.fileId))!;
  const mail = await readMail(raw).catch((cause: unknown) => {
    const why = cleanLine(cause instanceof Error ? cause.message : String(cause));
    throw new DomainError('mail-not-readable', mailTexts.cannotBeRead(why), [], { cause });
  });
  const { text, html } = await messageOf(db, { inbound, mail, automatic: 'no' }, asItStands);
  const parts = mail.parts.map((part, at) => ({
    ...part,
    id: stableUuid(`mail/${inbound.id}/part/${at}`),
  }));
  const isThere = await replaceMailContent(db, inbound.messageId!, { text, html, parts });
  if (!isThere) throw new DomainError('message-gone', mailTexts.messageGone);
}

/** Only what the mail says is replaced; who wrote it and as what stays. */
const asItStands = {
  kind: 'customer',
  author: { type: 'system', id: 'mail', name: 'Mail', email: null },
} as const;
