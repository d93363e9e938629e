import type { FetchQueryObject, ImapFlow } from 'imapflow';
import { moveImapPosition, type Hold, type ImapPosition } from '../../db/imap-position-store';
import type { ImapAccount } from '../../db/mailbox-store';
import type { Database } from '../../db/database';
import type { MailIntake } from '../mail-intake';
import type { ArrivedMail } from '../receive-mail';
import { noticeOfLargeMail } from './notice-of-large-mail';

/** A mailbox's opened folder, and how far it is fetched. */
export interface OpenFolder {
  client: ImapFlow;
  hold: Hold;
  address: string;
  imap: ImapAccount;
  position: ImapPosition;
}

/** Our side could not store a mail, whatever the server did. The mail is fetched again. */
export class NotStored extends Error {}

const megabyte = 1024 * 1024;

/**
 * Stores all mails of the folder that are not ours yet, oldest first, each together with the new
 * position, so that a crash at any moment neither loses nor repeats one. Flags are neither read nor
 * set. After another UIDVALIDITY (RFC 9051, 2.3.1.1) all are looked at again: what is stored
 * already is told by its content. Answers the new position; throws `NotStored` or the library's error.
 */
export async function fetchNewMails(
  {
    db,
    intake,
    maxMegabytes = 50,
  }: { db: Database; intake: Pick<MailIntake, 'receive'>; maxMegabytes?: number },
  folder: OpenFolder,
  ending: AbortSignal,
): Promise<ImapPosition> {
  const { client, hold, address } = folder;
  const uidValidity = Number(folderOf(client).uidValidity);
  const isSame = uidValidity === folder.position.uidValidity;
  let lastUid = isSame ? folder.position.lastUid : 0;
  for (const uid of await uidsAfter(client, lastUid, folder.imap.since)) {
    if (ending.aborted) break;
    const raw = await rawMail(folder, uid, maxMegabytes);
    const move = { uidValidity, lastUid: uid };
    if (raw) {
      const mail: ArrivedMail = { raw, via: 'imap', envelope: { from: null, to: [address] } };
      await stored(() =>
        intake.receive(mail, async (transaction) => {
          if (!(await moveImapPosition(db, hold, move, transaction))) throw new Error(taken);
        }),
      );
    }
    lastUid = uid;
  }
  return { uidValidity, lastUid };
}

const taken = 'another process fetches this mailbox by now';

function folderOf(client: ImapFlow) {
  if (!client.mailbox) throw new Error('the folder is closed');
  return client.mailbox;
}

/** `n:*` names the last mail even where its UID is below n (RFC 9051, 9), so what is known is left out. */
async function uidsAfter(
  client: ImapFlow,
  lastUid: number,
  since: string | null,
): Promise<number[]> {
  const range = { uid: `${lastUid + 1}:*`, ...(since === null ? {} : { since }) };
  const found = (await client.search(range, { uid: true })) || [];
  return found.filter((uid) => uid > lastUid).sort((a, b) => a - b);
}

/** The mail as it is; a notice in place of one that is too large; null for one that is gone. */
async function rawMail(
  { client, imap }: OpenFolder,
  uid: number,
  maxMegabytes: number,
): Promise<Buffer | null> {
  const fetch = async (what: FetchQueryObject) =>
    (await client.fetchOne(String(uid), what, { uid: true })) || null;
  const size = (await fetch({ size: true }))?.size ?? 0;
  if (size <= maxMegabytes * megabyte) return (await fetch({ source: true }))?.source ?? null;
  const headers = (await fetch({ headers: true }))?.headers;
  const megabytes = Math.ceil(size / megabyte);
  const about = { megabytes, most: maxMegabytes, folder: imap.folder };
  return headers ? noticeOfLargeMail(headers, about) : null;
}

async function stored(store: () => Promise<unknown>): Promise<void> {
  try {
    await store();
  } catch (cause) {
    throw new NotStored('a fetched mail could not be stored', { cause });
  }
}
