import { recogniseAutomatic } from '../../../domain/mail/automatic';

const kindOf = (mail: {
  headers?: Record<string, string>;
  returnPath?: string | null;
  from?: string;
  subject?: string;
  toReturnPath?: boolean;
}) =>
  recogniseAutomatic({
    header: (name) => mail.headers?.[name],
    returnPath: mail.returnPath ?? null,
    from: mail.from ?? 'kim@customer.example',
    subject: mail.subject ?? 'Printer',
    toReturnPath: mail.toReturnPath ?? false,
    ownAddresses: ['help@desk.example'],
  });

test.each([
  ['a person’s mail', {}, 'no'],
  ['our own list', { headers: { 'list-id': 'Help <help.desk.example>' } }, 'no'],
  [
    'a report by RFC 3464',
    { headers: { 'content-type': 'multipart/report; report-type=delivery-status' } },
    'bounce',
  ],
  [
    'whatever is sent to a mail’s return path with none of its own',
    {
      headers: { 'auto-submitted': 'auto-generated' },
      returnPath: '<>',
      subject: 'Oops',
      toReturnPath: true,
    },
    'bounce',
  ],
  [
    'an out-of-office answer to the return path (RFC 3834, 4)',
    { headers: { 'auto-submitted': 'auto-replied' }, returnPath: '<>', toReturnPath: true },
    'auto-reply',
  ],
  [
    'what a person sends to a return path',
    { returnPath: 'kim@x.example', toReturnPath: true },
    'no',
  ],
  ['what a mail daemon writes', { from: 'MAILER-DAEMON@mx.example' }, 'bounce'],
  ['qmail’s notice', { returnPath: '<>', subject: 'failure notice' }, 'bounce'],
  ['Exchange’s, in German', { returnPath: '', subject: 'Unzustellbar: Drucker' }, 'bounce'],
  [
    'Exim’s by its header',
    { headers: { 'x-failed-recipients': 'gone@customer.example' } },
    'bounce',
  ],
  [
    'a receipt that our mail was read',
    {
      headers: { 'content-type': 'multipart/report; report-type=disposition-notification' },
      returnPath: '<>',
    },
    'auto-reply',
  ],
  ['RFC 3834', { headers: { 'auto-submitted': 'auto-replied (vacation)' } }, 'auto-reply'],
  ['an old autoresponder', { headers: { 'x-autorespond': 'yes' } }, 'auto-reply'],
  ['a null return path', { returnPath: '<>' }, 'auto-reply'],
  [
    'one that says it in the subject only',
    { headers: { 'in-reply-to': '<a@b.example>' }, subject: 'Abwesenheitsnotiz: Drucker' },
    'auto-reply',
  ],
  ['somebody who writes about one', { subject: 'Automatic reply: how do I set it up?' }, 'no'],
  ['a newsletter', { headers: { 'list-unsubscribe': '<https://news.example/u>' } }, 'bulk'],
  ['a machine', { headers: { 'auto-submitted': 'auto-generated' } }, 'bulk'],
  ['a cron job by its precedence', { headers: { precedence: 'bulk' } }, 'bulk'],
] as const)('%s', (_, mail, kind) => {
  expect(kindOf(mail)).toBe(kind);
});
