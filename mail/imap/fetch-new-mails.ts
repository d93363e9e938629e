import type { FetchQueryObject, ImapFlow } from 'imapflow';
import {
  countImapFailures,
  moveImapPosition,
  noteImapFailure,
  noteLeftOutMail,
  type Hold,
  type ImapPosition,
} from '../../db/imap-position-store';
import { refusesContent } from '../../db/refuses-content';
import type { ImapAccount } from '../../db/mailbox-store';
import type { Database } from '../../db/database';
import type { MailIntake } from '../mail-intake';
import type { ArrivedMail } from '../receive-mail';
import { mailTexts } from '../../domain/mail/messages';
import { canFetchAnother } from './can-fetch-another';
import { noticeOfMail } from './notice-of-mail';

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
/** With the pauses between them, some ten minutes. */
const triesBeforeNotice = 8;

/**
 * Stores all mails of the folder that are not ours yet, oldest first, each together with the new
 * position, so that a crash at any moment neither loses nor repeats one. Flags are neither read nor
 * set. After another UIDVALIDITY (RFC 9051, 2.3.1.1) all are looked at again: what is stored
 * already is told by its content. A mail that fails again and again while others do not gives way to a
 * notice, so that it holds up no other. Answers what was reached. Throws `NotStored` or the library's
 * error.
 */
export async function fetchNewMails(
  deps: FetchDeps,
  folder: OpenFolder,
  ending: AbortSignal,
): Promise<ImapPosition> {
  const { db } = deps;
  const { client, hold } = folder;
  const uidValidity = Number(folderOf(client).uidValidity);
  let { position } = folder;
  const isSame = uidValidity === position.uidValidity;
  const uids = await uidsAfter(client, isSame ? position.lastUid : 0, folder.imap.since);
  if (!isSame) {
    position = { uidValidity, lastUid: 0, knownUpToUid: uids.at(-1) ?? 0 };
    await stored(() => moveImapPosition(db, hold, position));
  }
  for (const uid of uids) {
    if (ending.aborted) break;
    const failures = await stored(() => countImapFailures(db, hold, uid));
    // Asked before, since the mail may end the connection. A first failure is no more than a suspicion.
    const othersCome = failures === 0 || (await canFetchAnother(client, uid));
    const next = { ...position, lastUid: uid };
    try {
      const mail = await mailOrNotice(deps, folder, { uid, failures });
      if (mail.raw) await store(deps, folder, { ...mail, raw: mail.raw, next });
    } catch (error) {
      const isItsFault =
        error instanceof NotStored
          ? refusesContent(error.cause)
          : othersCome && (!client.usable || (await canFetchAnother(client, uid)));
      if (!ending.aborted && isItsFault) await stored(() => noteImapFailure(db, hold, uid));
      throw error;
    }
    position = next;
  }
  return position;
}

export interface FetchDeps {
  db: Database;
  intake: Pick<MailIntake, 'receive'>;
  maxMegabytes?: number;
  /** After so many a notice comes instead of the mail. */
  triesBeforeNotice?: number;
}

/** The mail; after some failures a notice with its headers; after as many again one without. */
async function mailOrNotice(
  { maxMegabytes = 50, triesBeforeNotice: tries = triesBeforeNotice }: FetchDeps,
  folder: OpenFolder,
  { uid, failures }: { uid: number; failures: number },
): Promise<{ raw: Buffer | null; isWhole: boolean }> {
  if (failures < tries) return { raw: await rawMail(folder, uid, maxMegabytes), isWhole: true };
  const text = mailTexts.couldNotBeFetched(folder.imap.folder);
  const headers =
    failures < 2 * tries
      ? await contentOf(folder, uid, 'headers')
      : Buffer.from(`To: ${folder.address}\r\nX-Folder-UID: ${uid}`);
  return { raw: headers ? noticeOfMail(headers, text) : null, isWhole: false };
}

function store(
  { db, intake }: FetchDeps,
  { hold, address }: OpenFolder,
  { raw, isWhole, next }: { raw: Buffer; isWhole: boolean; next: ImapPosition },
): Promise<void> {
  const envelope = { from: null, to: [address] };
  const isLookedAtAgain = next.lastUid <= next.knownUpToUid;
  const mail: ArrivedMail = { raw, via: 'imap', envelope, isLookedAtAgain };
  return stored(async () => {
    await intake.receive(mail, async (transaction) => {
      if (!(await moveImapPosition(db, hold, next, transaction))) throw new Error(taken);
      if (!isWhole) await noteLeftOutMail(db, hold, transaction);
    });
  });
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
  folder: OpenFolder,
  uid: number,
  maxMegabytes: number,
): Promise<Buffer | null> {
  const size = (await fetchOne(folder, uid, { size: true }))?.size ?? 0;
  if (size <= maxMegabytes * megabyte) return contentOf(folder, uid, 'source');
  const headers = await contentOf(folder, uid, 'headers');
  const megabytes = Math.ceil(size / megabyte);
  const about = { megabytes, most: maxMegabytes, folder: folder.imap.folder };
  return headers ? noticeOfMail(headers, mailTexts.leftInItsFolder(about)) : null;
}

/** Null: it is gone. */
async function contentOf(
  folder: OpenFolder,
  uid: number,
  what: 'source' | 'headers',
): Promise<Buffer | null> {
  const mail = await fetchOne(folder, uid, { [what]: true });
  if (!mail) return null;
  const content = mail[what];
  if (!content) throw new Error('the server told of a mail and did not send it');
  return content;
}

async function fetchOne({ client }: OpenFolder, uid: number, what: FetchQueryObject) {
  return (await client.fetchOne(String(uid), what, { uid: true })) || null;
}

async function stored<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    throw new NotStored('a fetched mail could not be stored', { cause });
  }
}
