import type { Database } from '../db/database';
import type { InboundMail } from '../db/inbound-mail-store';
import type { Installation } from '../db/installation';
import { listMailboxes } from '../db/mailbox-store';
import { isAnySecret } from '../db/sent-mail-store';
import { mailReturned } from '../domain/mail/return-path';
import { peopleIn } from './parse-mail';
import { readMail } from './read-mail';
import { tagKey } from './tag-key';

/**
 * Whether an incoming mail may hold the one-time link that a mail of ours to an agent held: a report
 * that this mail came back brings it back with its text.
 */
export async function holdsOneTimeLink(
  db: Database,
  { inbound, raw }: { inbound: InboundMail; raw: Buffer },
  { installation, publicUrl }: { installation: Installation; publicUrl: string },
): Promise<boolean> {
  const { texts, delivered } = await contentOf(raw);
  if (texts.some((text) => linkPages.some((page) => text.includes(`${publicUrl}${page}`)))) {
    return true;
  }
  const own = (await listMailboxes(db)).map(({ address }) => address);
  const returned = mailReturned([...inbound.envelope.to, ...delivered], own, tagKey(installation));
  const named = new Set(texts.flatMap((text) => text.match(messageId) ?? []));
  return isAnySecret(db, { id: returned, rfcMessageIds: [...named].slice(0, mostIds) });
}

const linkPages = ['/invite/', '/reset-password/'];
const messageId = /<[^<>\s@]{1,200}@[^<>\s]{1,200}>/g;
const mostIds = 5_000;

/** All that may be read in it: as it came, and what its parts say once they are decoded. */
async function contentOf(raw: Buffer): Promise<{ texts: string[]; delivered: string[] }> {
  const whole = raw.toString('latin1');
  const mail = await readMail(raw).catch(() => null);
  if (!mail) return { texts: [whole], delivered: [] };
  const written = mail.parts
    .filter(({ contentType }) => /^(text|message)\//.test(contentType))
    .map(({ content }) => content.toString('latin1'));
  const delivered = ['delivered-to', 'x-original-to', 'envelope-to', 'to'].flatMap((name) =>
    peopleIn(mail.header(name)).map(({ address }) => address),
  );
  return { texts: [whole, mail.text, mail.html ?? '', ...written], delivered };
}
