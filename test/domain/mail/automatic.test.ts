import { recogniseAutomatic } from '../../../domain/mail/automatic';
import { tellsFailure } from '../../../domain/mail/delivery-report';

const kindOf = (mail: {
  headers?: Record<string, string>;
  returnPath?: string | null;
  from?: string;
  subject?: string;
  text?: string;
  toReturnPath?: boolean;
}) =>
  recogniseAutomatic({
    header: (name) => mail.headers?.[name],
    returnPath: mail.returnPath ?? null,
    from: mail.from ?? 'kim@customer.example',
    subject: mail.subject ?? 'Printer',
    text: mail.text ?? 'Hello.',
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
    'what is sent to a mail’s return path with none of its own, and says that it failed',
    {
      headers: { 'auto-submitted': 'auto-generated' },
      returnPath: '<>',
      subject: 'Oops',
      text: 'Your mail could not be delivered.',
      toReturnPath: true,
    },
    'bounce',
  ],
  [
    'a report of any kind at the return path',
    {
      headers: { 'content-type': 'multipart/report; boundary=b' },
      returnPath: '<>',
      toReturnPath: true,
    },
    'bounce',
  ],
  [
    'a complaint about our mail at the return path (RFC 5965)',
    {
      headers: { 'content-type': 'multipart/report; report-type=feedback-report' },
      returnPath: '<>',
      toReturnPath: true,
    },
    'auto-reply',
  ],
  [
    'an older vacation program’s answer to the return path',
    {
      headers: { precedence: 'bulk' },
      returnPath: '<>',
      subject: 'away from my mail',
      text: 'I am away until 5.1. and unavailable. Your order of 550 EUR is being dealt with.',
      toReturnPath: true,
    },
    'auto-reply',
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

test.each([
  '550 5.1.1 <kim@customer.example>: no such user',
  'mx.example said: 554 rejected',
  'Status: 5.2.2',
  "I couldn't deliver your message.",
  'The following address does not exist: kim@customer.example',
  'Delivery to kim@customer.example has failed.',
  'Die Nachricht wurde nicht zugestellt.',
  'Votre message n’a pas pu être remis.',
])('“%s” tells of a failure', (text) => {
  expect(tellsFailure(text)).toBe(true);
});

test.each([
  'I am out of the office until 5.1.2027 and read my mail then.',
  'Thank you, your mail was delivered. Our lines are open from 550 to 600.',
  'Away.\n> Your reply could not be delivered.',
  'Version 5.1.10.3 is out; the server 5.7.1.20 is up.',
])('“%s” tells of none', (text) => {
  expect(tellsFailure(text)).toBe(false);
});
