import { storeAttachment } from '../db/attachment-store';
import type { Database } from '../db/database';
import { readFile } from '../db/file-store';
import type { InboundMail } from '../db/inbound-mail-store';
import { isMessageThere, replaceMailContent } from '../db/mail-content-store';
import { DomainError } from '../domain/domain-error';
import { mailTexts } from '../domain/mail/messages';
import { cleanLine } from './clean-text';
import { contentOf } from './mail-content';
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
  const content = await contentOf(inbound, mail);
  if (!(await isMessageThere(db, inbound.messageId!))) throw gone();
  for (const part of content.parts) await storeAttachment(db, part);
  if (!(await replaceMailContent(db, inbound.messageId!, content))) throw gone();
}

function gone(): DomainError {
  return new DomainError('message-gone', mailTexts.messageGone);
}
