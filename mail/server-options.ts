import type { MailServer } from '../db/mailbox-store';

/** How Nodemailer reaches a server; no word of a mail or password goes unencrypted but where asked. */
export function smtpOptions(server: MailServer, password: string | null) {
  const { host, port, security, user } = server;
  return {
    host,
    port,
    secure: security === 'tls',
    requireTLS: security === 'starttls',
    ignoreTLS: security === 'none',
    // Signs in even where the server does not say that it can: better a refusal than mail in no name.
    ...(user === null ? {} : { auth: { user, pass: password ?? '' }, forceAuth: true }),
  };
}

/** How ImapFlow reaches a server. */
export function imapOptions(server: MailServer, password: string | null) {
  const { host, port, security, user } = server;
  return {
    host,
    port,
    secure: security === 'tls',
    ...(security === 'tls' ? {} : { doSTARTTLS: security === 'starttls' }),
    auth: { user: user ?? '', pass: password ?? '' },
    logger: false as const,
  };
}
