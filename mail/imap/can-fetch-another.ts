import type { ImapFlow } from 'imapflow';

/**
 * Whether another mail of the open folder comes over this connection, so that what failed is the fault of
 * the mail with this UID. Its content is asked for, since servers whose storage fails may still tell of
 * mails. Any of the others is taken, since the next one may be broken as well.
 */
export async function canFetchAnother(client: ImapFlow, uid: number): Promise<boolean> {
  try {
    const all = (await client.search({ all: true }, { uid: true })) || [];
    const others = all.filter((other) => other !== uid);
    const other = others[Math.floor(Math.random() * others.length)];
    if (other === undefined) return false;
    const beginning = { source: { maxLength: 1024 } };
    const mail = await client.fetchOne(String(other), beginning, { uid: true });
    return mail !== false && mail.source !== undefined && mail.source.length > 0;
  } catch {
    return false;
  }
}
