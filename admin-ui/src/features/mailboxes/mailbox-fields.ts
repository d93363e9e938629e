import type { Mailbox } from '../../api/types';

/** A mail server as a form asks for it. An empty password: the stored one stays. */
export interface ServerDraft {
  host: string;
  port: number | string;
  security: 'tls' | 'starttls' | 'none';
  user: string;
  password: string;
}

/** An IMAP account as a form asks for it. An empty `since`: all that is there. */
export interface AccountDraft extends ServerDraft {
  folder: string;
  since: string;
}

/** As the API takes it. */
export interface ServerFields extends Omit<ServerDraft, 'port' | 'user' | 'password'> {
  port: number;
  user: string | null;
  password?: string;
}

export interface AccountFields extends ServerFields {
  user: string;
  folder: string;
  since: string | null;
}

type Wishes = Pick<
  Mailbox,
  | 'replyAddress'
  | 'resolvedReply'
  | 'closedReply'
  | 'sameAccountMayJoin'
  | 'acknowledges'
  | 'surveys'
>;

/** What the page of a mailbox asks for. */
export interface MailboxDraft extends Wishes {
  name: string;
  address: string;
  signature: string;
  ownSmtp: boolean;
  smtp: ServerDraft;
  fetches: boolean;
  imap: AccountDraft;
  reopenDays: number | string;
  surveyAfterHours: number | string;
}

export interface MailboxFields extends Wishes {
  name: string;
  address: string;
  signature: string;
  smtp: ServerFields | null;
  imap: AccountFields | null;
  reopenDays: number | null;
  surveyAfterHours: number;
}

export function draftOf(mailbox: Mailbox | null): MailboxDraft {
  const { smtp, imap } = mailbox ?? {};
  return {
    name: mailbox?.name ?? '',
    address: mailbox?.address ?? '',
    signature: mailbox?.signature ?? '',
    ownSmtp: Boolean(smtp),
    smtp: serverDraft(smtp, { port: usualPorts.smtp.starttls, security: 'starttls' }),
    fetches: Boolean(imap),
    imap: {
      ...serverDraft(imap, { port: usualPorts.imap.tls, security: 'tls' }),
      folder: imap?.folder ?? 'INBOX',
      since: imap ? (imap.since ?? '') : today(),
    },
    replyAddress: mailbox?.replyAddress ?? 'none',
    resolvedReply: mailbox?.resolvedReply ?? 'reopen',
    closedReply: mailbox?.closedReply ?? 'follow_up',
    reopenDays: mailbox?.reopenDays ?? '',
    sameAccountMayJoin: mailbox?.sameAccountMayJoin ?? false,
    acknowledges: mailbox?.acknowledges ?? false,
    surveys: mailbox?.surveys ?? false,
    surveyAfterHours: mailbox?.surveyAfterHours ?? 0,
  };
}

function serverDraft(
  server: Mailbox['smtp'] | undefined,
  usual: Pick<ServerDraft, 'port' | 'security'>,
): ServerDraft {
  const { host = '', port = usual.port, security = usual.security, user } = server ?? {};
  return { host, port, security, user: user ?? '', password: '' };
}

/** The day in UTC, as the server counts days. */
function today(): string {
  return new Date().toISOString().slice(0, 10);
}

export function fieldsOf(all: MailboxDraft): MailboxFields {
  const { ownSmtp, smtp, fetches, imap, reopenDays, surveyAfterHours, ...draft } = all;
  return {
    ...draft,
    name: draft.name.trim(),
    address: draft.address.trim(),
    smtp: ownSmtp ? serverOf(smtp) : null,
    imap: fetches ? accountOf(imap) : null,
    reopenDays: reopenDays === '' ? null : Number(reopenDays),
    surveyAfterHours: Number(surveyAfterHours),
  };
}

export function serverOf({ host, port, security, user, password }: ServerDraft): ServerFields {
  return {
    host: host.trim(),
    port: Number(port),
    security,
    user: user.trim() || null,
    ...(password && user.trim() ? { password } : {}),
  };
}

export function accountOf(draft: AccountDraft): AccountFields {
  const { folder, since } = draft;
  return {
    ...serverOf(draft),
    user: draft.user.trim(),
    folder: folder.trim(),
    since: since === '' ? null : since,
  };
}

/** Which of a mailbox's servers: the one that mail leaves by, or the one that it is fetched from. */
export type ServerWay = 'smtp' | 'imap';

/** Where such servers usually listen (RFC 8314, RFC 9051). */
const usualPorts = {
  smtp: { tls: 465, starttls: 587, none: 25 },
  imap: { tls: 993, starttls: 143, none: 143 },
} as const;

/** Changes the security; a port that goes with the former one is changed with it. */
export function withSecurity<Draft extends ServerDraft>(
  way: ServerWay,
  draft: Draft,
  security: ServerDraft['security'],
): Draft {
  const isUsual = Object.values<number>(usualPorts[way]).includes(Number(draft.port));
  return { ...draft, security, port: isUsual ? usualPorts[way][security] : draft.port };
}
