import {
  mailTemplateKeys,
  mailTemplates,
  type MailTemplate,
  type MailTemplateKey,
} from '../../../domain/mail/templates';
import {
  exampleValues,
  mailTemplateProblems,
  writeMail,
} from '../../../flows/templates/mail-template';

const all = mailTemplateKeys.map((key) => [key, mailTemplates[key] as MailTemplate] as const);
const values = (key: MailTemplateKey, without: readonly string[] = []): never =>
  Object.fromEntries(
    Object.entries(exampleValues(key)).map(([name, value]) => [
      name,
      without.includes(name) ? null : value,
    ]),
  ) as never;

test.each(all)('the standard words of %s are what an admin could have written', (key, template) => {
  expect(mailTemplateProblems(key, template)).toEqual([]);

  for (const without of [[], template.mayBeMissing ?? []]) {
    const { text, subject, problem } = writeMail(key, null, values(key, without));
    expect(problem).toBeNull();
    expect(`${subject}${text}`).not.toContain('{{');
    if (template.carries) expect(text).toContain(template.variables[template.carries]);
  }
});

test('no variable of a customer’s mail carries what is internal', () => {
  const public_ = ['reply', 'requester.name', 'agent.name', 'mailbox.name', 'ticket.number'];
  const known = [...public_, 'ticket.title', 'link'];
  for (const [, { goesTo, variables }] of all) {
    if (goesTo === 'customer')
      expect(known).toEqual(expect.arrayContaining(Object.keys(variables)));
  }
});

test('the standard words read as mail does', () => {
  expect(writeMail('assigned', null, values('assigned'))).toEqual({
    subject: 'Ticket 1042 is yours: The printer is on fire',
    text: `Hello Ana Ruiz,

Ben Okri assigned ticket 1042 to you.

Title:     The printer is on fire
Requester: Kim Lee <kim@customer.example>
Priority:  urgent

> It is still burning.
> Please hurry.

https://desk.example/tickets/1042`,
    problem: null,
  });
  expect(
    writeMail('acknowledgement', null, values('acknowledgement', ['requester.name', 'link'])).text,
  ).toBe(`Hello,

thank you for your mail. It has arrived as request 1042, and we answer as soon as we can.
To add something, simply answer this mail.`);
});

const body = '{{reply}}';
test.each([
  ['reply', { subject: null, body: 'Hello' }, 'body', '{{reply}} must stand in it'],
  ['reply', { subject: null, body: '{{#if link}}{{reply}}{{/if}}' }, 'body', 'must stand in it'],
  ['reply', { subject: null, body: '{{reply}} {{upper reply}}' }, 'body', 'only stand by itself'],
  ['reply', { subject: null, body: '{{reply}} {{note}}' }, 'body', 'no variable "note"'],
  ['reply', { subject: null, body: '{{reply}} {{link}}' }, 'body', '"link" has no value; write'],
  [
    'reply',
    { subject: null, body: '{{reply}} {{#if requester.name}}{{link}}{{/if}}' },
    'body',
    '"link" has no value',
  ],
  ['reply', { subject: 'Hello', body }, 'subject', 'the subject is the ticket’s'],
  ['assigned', { subject: null, body: 'x' }, 'subject', 'must not be empty'],
  ['assigned', { subject: ' ', body: 'x' }, 'subject', 'must not be empty'],
  [
    'assigned',
    { subject: 'x', body: '{{#if quote}}{{quote}}{{/if}}' },
    'body',
    'must not be empty',
  ],
  [
    'assigned',
    { subject: '{{ticket.titel}}', body: 'x' },
    'subject',
    'Did you mean "ticket.title"?',
  ],
  ['assigned', { subject: 'x', body: 'a\n{{#if by}}\nb' }, 'body', 'line 3'],
  ['assigned', { subject: 'x', body: 'a\n{{#if by}}b{{/unless}}' }, 'body', 'line 2: if doesn'],
  ['assigned', { subject: 'x', body: 'a\n\n{{by' }, 'body', 'line 3'],
  ['invitation', { subject: 'Open {{link}}', body: '{{link}}' }, 'subject', 'no variable "link"'],
] as const)('%s as %j is refused', (key, words, path, sentence) => {
  const [problem] = mailTemplateProblems(key, words);
  expect(problem?.path).toBe(path);
  expect(problem?.message).toContain(sentence);
});

test('words that fail when they are used give way to the standard ones, with the reason', () => {
  const broken = { subject: '{{gone.away}}', body: 'Hello' };
  const { text, subject, problem } = writeMail('assigned', broken, values('assigned'));

  expect(subject).toBe('Ticket 1042 is yours: The printer is on fire');
  expect(text).toContain('Ben Okri assigned ticket 1042 to you.');
  expect(problem).toContain('gone.away');
});

test('a value is words: what looks like a template in it stays as it is', () => {
  const given = { ...exampleValues('assigned'), 'ticket.title': '{{link}} {{{by}}}' };
  expect(writeMail('assigned', null, given as never).subject).toBe(
    'Ticket 1042 is yours: {{link}} {{{by}}}',
  );
});
