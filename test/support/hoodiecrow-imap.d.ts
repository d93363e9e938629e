declare module 'hoodiecrow-imap' {
  import type { Server, Socket } from 'node:net';

  interface Folder {
    uidvalidity: number;
    messages: { uid: number; flags: string[] }[];
  }

  export interface Connection {
    /** Null once it is closed. */
    socket: Socket | null;
    /** Takes the next line in the middle of a command. */
    inputHandler?: false | ((line: string) => void);
  }

  interface ImapServer {
    server: Server;
    connectionHandlers: ((connection: Connection) => void)[];
    listen(port: number, host: string, listening: () => void): void;
    getMailbox(path: string): Folder;
    /** `raw` in the bytes of the mail, one a character. */
    appendMessage(folder: string, flags: string[], arrivedAt: Date, raw: string): void;
  }

  export default function hoodiecrow(options: {
    users: Record<string, { password: string }>;
    plugins: string[];
    storage: Record<string, unknown>;
  }): ImapServer;
}
