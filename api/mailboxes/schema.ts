import { z } from 'zod';
import { oldTicketReplies, replyAddresses } from '../../domain/mail/mailbox';
import { serverProblems } from '../../domain/mail/server-problem';
import { emailField, lineField, pageFields, pageOf, time } from '../http/fields';

const securities = ['tls', 'starttls', 'none'] as const;
const security = z.enum(securities).meta({
  description: '`tls`: encrypted from the first byte; `starttls`: encrypted before the sign-in.',
});

const serverSchema = z.object({
  host: z.string(),
  port: z.number(),
  security,
  user: z.string().nullable().meta({ description: 'Null where nobody has to sign in.' }),
  hasPassword: z.boolean().meta({ description: 'The password itself is never answered.' }),
});

const healthSchema = z
  .object({
    lastSuccessAt: time.nullable(),
    failingSince: time.nullable(),
    problem: z.string().nullable().meta({ description: 'What is wrong; null while all is well.' }),
  })
  .nullable()
  .meta({ description: 'Null before the server was used.' });

export const mailboxSchema = z
  .object({
    id: z.string(),
    name: z.string(),
    address: z.string(),
    isDefault: z
      .boolean()
      .meta({ description: 'Mail that no ticket decides about leaves from it.' }),
    signature: z.string().meta({ description: 'Plain text below every reply.' }),
    replyAddress: z.enum(replyAddresses).meta({
      description:
        'Where replies ask for their answers: `none`: at the mailbox itself, `plus`: at `name+<token>@…`, `reply`: at `reply+<token>@…`. The token is signed and names the ticket.',
    }),
    resolvedReply: z.enum(oldTicketReplies).meta({
      description: 'What a reply to a resolved ticket does.',
    }),
    closedReply: z.enum(oldTicketReplies).meta({
      description: 'What a reply to a closed ticket does.',
    }),
    reopenDays: z
      .number()
      .nullable()
      .meta({ description: 'A later reply begins a follow-up; null: no limit.' }),
    sameAccountMayJoin: z
      .boolean()
      .meta({ description: 'Whether contacts of the requester’s account may write on a ticket.' }),
    acknowledges: z
      .boolean()
      .meta({ description: 'Whether whoever begins a ticket by mail is told that it arrived.' }),
    surveys: z.boolean().meta({
      description:
        'Whether the requester of a resolved ticket is asked once how satisfied they are.',
    }),
    surveyAfterHours: z
      .number()
      .meta({ description: 'So many hours after it was resolved, if it still is.' }),
    smtp: serverSchema
      .nullable()
      .meta({ description: 'The server that its mail leaves by; null: the system’s.' }),
    imap: serverSchema
      .extend({
        folder: z.string(),
        since: z.string().nullable().meta({
          description: 'Mail that arrived there before this day stays out; null: none does.',
        }),
      })
      .nullable()
      .meta({ description: 'The account that its mail is fetched from; null: mail comes to us.' }),
    health: z.object({ smtp: healthSchema, imap: healthSchema }),
  })
  .meta({ id: 'Mailbox' });

export const mailboxPage = pageOf(mailboxSchema);

export const mailboxListQuery = z.strictObject({ limit: pageFields.limit });

const password = z
  .string()
  .min(1, 'this must not be empty')
  .max(500, 'this has more than 500 characters')
  .optional()
  .meta({
    description:
      'Left out, the stored one stays while host, port and user do and encryption is not given up.',
  });

const smtpBody = z.strictObject({
  host: lineField(253).regex(/^[\w.:-]+$/, 'this is no host name, such as mail.example.com'),
  port: z
    .number()
    .int('this must be a whole number')
    .min(1, 'a port is from 1 to 65535')
    .max(65_535, 'a port is from 1 to 65535'),
  security,
  user: lineField(250).nullable().meta({ description: 'Null where nobody has to sign in.' }),
  password,
});

const imapBody = smtpBody.extend({
  user: lineField(250),
  folder: lineField(250),
  since: z.iso
    .date('this must be a day, such as 2026-11-24')
    .nullable()
    .optional()
    .meta({ description: 'Left out, the stored day stays; a new account begins today (UTC).' }),
});

export type SmtpBody = z.output<typeof smtpBody>;
export type ImapBody = z.output<typeof imapBody>;

const settings = {
  signature: z
    .string()
    .max(2_000, 'a signature has at most 2000 characters')
    .transform((text) => text.replaceAll(/\r\n?/g, '\n').trimEnd()),
  replyAddress: z.enum(replyAddresses),
  resolvedReply: z.enum(oldTicketReplies),
  closedReply: z.enum(oldTicketReplies),
  reopenDays: z
    .number()
    .int('this must be a whole number')
    .min(1, 'this must be at least 1 day')
    .max(3_650, 'this is more than ten years')
    .nullable(),
  sameAccountMayJoin: z.boolean(),
  acknowledges: z.boolean(),
  surveys: z.boolean(),
  surveyAfterHours: z
    .number()
    .int('this must be a whole number')
    .min(0, 'this must not be below 0')
    .max(720, 'this is more than 30 days'),
  smtp: smtpBody.nullable(),
  imap: imapBody.nullable(),
};
const optionalSettings = z.strictObject(settings).partial().shape;

export const newMailboxBody = z.strictObject({
  name: lineField(100),
  address: emailField,
  isDefault: z.boolean().optional(),
  ...optionalSettings,
});

export const mailboxChangeBody = z.strictObject({
  name: lineField(100).optional(),
  address: emailField.optional(),
  isDefault: z.literal(true, 'make another mailbox the default instead').optional(),
  ...optionalSettings,
});

export const storedCheckBody = z.strictObject({ way: z.enum(['smtp', 'imap']) });

export const serverCheckBody = z
  .strictObject({
    mailboxId: z
      .guid('this is no id')
      .optional()
      .meta({ description: 'Whose stored password serves while host and user stay the same.' }),
    smtp: smtpBody.optional(),
    imap: imapBody.optional(),
  })
  .refine(({ smtp, imap }) => !smtp !== !imap, 'say either smtp or imap');

export const serverCheckSchema = z
  .object({
    ok: z.boolean(),
    problem: z
      .object({
        code: z.enum(serverProblems),
        message: z.string(),
        said: z.string().nullable().meta({ description: 'The server’s or the network’s words.' }),
      })
      .nullable(),
    folders: z.array(z.string()).meta({ description: 'Those of an IMAP account.' }),
  })
  .meta({ id: 'ServerCheck' });
