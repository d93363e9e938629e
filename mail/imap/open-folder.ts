import { ImapFlow } from 'imapflow';
import type { ImapAccount } from '../../db/mailbox-store';
import { imapOptions } from '../server-options';

export interface OpenConnection {
  client: ImapFlow;
  /** What was told up to now is dealt with. */
  quiet(): void;
  /** Listens until the server tells of a mail, the connection ends or so many ms are over. */
  news(withinMs: number): Promise<void>;
}

/** Opens the folder so that nothing in it changes (EXAMINE: no mail is marked as read). */
export async function openFolder(
  imap: ImapAccount,
  password: string | null,
): Promise<OpenConnection> {
  const client = new ImapFlow({ ...imapOptions(imap, password), ...limits });
  let isNew = false;
  let tell = (): void => undefined;
  const told = (): void => {
    isNew = true;
    tell();
  };
  // What goes wrong is told by the calls; an event that nobody hears would end the process.
  client.on('error', () => undefined);
  client.on('exists', told);
  client.on('close', told);
  try {
    await client.connect();
    await client.mailboxOpen(imap.folder, { readOnly: true });
  } catch (error) {
    client.close();
    throw error;
  }
  return {
    client,
    quiet: () => (isNew = false),
    async news(withinMs) {
      const heard = new Promise<void>((resolve) => (tell = resolve));
      const limit = setTimeout(told, withinMs);
      if (isNew || !client.usable) told();
      else void client.idle().catch(told);
      await heard;
      clearTimeout(limit);
    },
  };
}

const limits = {
  connectionTimeout: 15_000,
  greetingTimeout: 15_000,
  socketTimeout: 3 * 60_000,
  disableAutoIdle: true,
};
