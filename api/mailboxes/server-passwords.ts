import type { Mailbox, MailServer } from '../../db/mailbox-store';
import type { MailWay } from '../../db/mailbox-health-store';
import { problem } from '../http/reply';
import { invalidInput } from '../http/validate';
import type { ImapBody, SmtpBody } from './schema';

/** What a server is asked to be, apart from its password. */
export interface GivenServer<S extends MailServer> {
  server: S;
  /** Undefined: the stored one. */
  password: string | null | undefined;
}

/**
 * Which password goes with a server that a request names: a new one, none, or the stored one, which
 * stays only while host, port and user do and encryption is not given up, so that it is never sent
 * elsewhere or for others to read. Refuses what fits not together.
 */
export function givenServer<B extends SmtpBody | ImapBody>(
  way: MailWay,
  { password, ...server }: B,
  before: Mailbox | null,
): GivenServer<Omit<B, 'password'>> {
  const path = `${way}.password`;
  if (server.user === null) {
    if (password === undefined) return { server, password: null };
    throw invalidInput([problem(`${way}.user`, 'a password needs a user')]);
  }
  if (password !== undefined) return { server, password };
  const hasPassword = way === 'smtp' ? before?.hasSmtpPassword : before?.hasImapPassword;
  if (!hasPassword) throw invalidInput([problem(path, 'this is missing')]);
  if (mayHaveStored(before![way]!, server)) return { server, password: undefined };
  const sentence =
    'enter the password again: the stored one is for another server, port or user, or for an encrypted connection';
  throw invalidInput([problem(path, sentence)]);
}

function mayHaveStored(stored: MailServer, asked: MailServer): boolean {
  const isSame = (['host', 'port', 'user'] as const).every((one) => stored[one] === asked[one]);
  const isWeaker = asked.security === 'none' && stored.security !== 'none';
  return isSame && !isWeaker;
}
