import { ImapFlow } from 'imapflow';
import { createTransport } from 'nodemailer';
import type { ImapAccount, MailServer } from '../db/mailbox-store';
import { serverFailure, type ServerFailure } from './server-failure';
import { imapOptions, smtpOptions } from './server-options';

/** What came of connecting and signing in. `folders`: those of an IMAP account, in its order. */
export interface ServerCheck {
  failure: ServerFailure | null;
  folders: string[];
}

/** Connects to a server that takes mail and signs in; sends nothing. */
export async function checkSmtp(server: MailServer, password: string | null): Promise<ServerCheck> {
  const transport = createTransport({ ...smtpOptions(server, password), ...limits });
  try {
    await transport.verify();
    return { failure: null, folders: [] };
  } catch (error) {
    return { failure: serverFailure(error), folders: [] };
  } finally {
    transport.close();
  }
}

/** Connects to an IMAP account, signs in and looks for the folder; changes nothing. */
export async function checkImap(
  account: Omit<ImapAccount, 'since'>,
  password: string | null,
): Promise<ServerCheck> {
  const client = new ImapFlow({ ...imapOptions(account, password), ...limits });
  // What goes wrong is told by the calls below; an event that nobody hears would end the process.
  client.on('error', () => undefined);
  try {
    await client.connect();
    const folders = (await client.list()).map(({ path }) => path);
    const exists = folders.some((path) => isSameFolder(path, account.folder));
    return { failure: exists ? null : { problem: 'folder', said: null }, folders };
  } catch (error) {
    return { failure: serverFailure(error), folders: [] };
  } finally {
    client.close();
  }
}

const limits = { connectionTimeout: 8_000, greetingTimeout: 8_000, socketTimeout: 10_000 };

/** Of all names only INBOX is the same in any case (RFC 9051, 5.1). */
function isSameFolder(one: string, other: string): boolean {
  const inbox = /^inbox$/i;
  return one === other || (inbox.test(one) && inbox.test(other));
}
