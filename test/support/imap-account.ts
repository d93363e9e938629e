import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import type hoodiecrow from 'hoodiecrow-imap';
import type { Connection } from 'hoodiecrow-imap';

const startServer = createRequire(__filename)('hoodiecrow-imap') as typeof hoodiecrow;

/** An IMAP server with one account, for programs that read it. */
export async function anImapAccount(account: {
  user: string;
  password: string;
  folders: readonly string[];
  /** Whether it tells of new mail by itself. */
  tells?: boolean;
}) {
  const [first, ...others] = account.folders;
  const server = startServer({
    users: { [account.user]: { password: account.password } },
    plugins: ['ID', 'NAMESPACE', ...(account.tells === false ? [] : ['IDLE'])],
    storage: {
      INBOX: {},
      '': {
        separator: '/',
        folders: Object.fromEntries(
          [first, ...others].filter((name) => name !== 'INBOX').map((name) => [name, {}]),
        ),
      },
    },
  });
  const connections = new Set<Connection>();
  server.connectionHandlers.push((connection) => {
    connections.add(connection);
    connection.socket?.on('error', () => undefined);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));

  const endConnections = (): void => {
    for (const connection of connections) {
      connection.socket?.destroy();
      // Ends its IDLE, whose timer would run for half an hour.
      if (connection.inputHandler) connection.inputHandler('DONE');
    }
    connections.clear();
  };
  return {
    port: (server.server.address() as AddressInfo).port,
    connections: () => [...connections].filter(({ socket }) => socket && !socket.destroyed).length,
    /** A mail arrives in a folder. */
    put(
      raw: string | Buffer,
      { folder = 'INBOX', flags = [], arrivedAt = new Date() }: Arrival = {},
    ): void {
      const bytes = Buffer.from(raw).toString('binary');
      server.appendMessage(folder, flags, arrivedAt, bytes);
    },
    flagsIn: (folder: string) => server.getMailbox(folder).messages.map(({ flags }) => flags),
    /** As after a restore: the folder’s mails have other numbers now. */
    renumber(folder: string): void {
      const box = server.getMailbox(folder);
      box.uidvalidity += 1;
      box.messages.forEach((message, index) => (message.uid = index + 1));
      endConnections();
    },
    endConnections,
    stop() {
      endConnections();
      server.server.close();
    },
  };
}

interface Arrival {
  folder?: string;
  flags?: string[];
  arrivedAt?: Date;
}
