import type { NotificationKind } from '../notification/kind';

/** The words of one kind of mail that the product writes; Handlebars in `{{…}}`. */
export interface MailTemplate {
  goesTo: 'customer' | 'agent';
  sentWhen: string;
  /** Null: the subject is the ticket's, so that mail programs keep the thread together. */
  subject: string | null;
  body: string;
  /** What it may say: dotted names, each with an example. */
  variables: Readonly<Record<string, string>>;
  /** The variables that some of these mails have no value for. */
  mayBeMissing?: readonly string[];
  /** The variable that it is sent for: no body is without it. */
  carries?: string;
}

/** In a body only: a one-time link, say, has no place in a subject. */
export const bodyOnly: readonly string[] = [
  'reply',
  'link',
  'ticketLink',
  'quote',
  'question',
  'says',
];

const ticket = { 'ticket.number': '1042', 'ticket.title': 'The printer is on fire' };
const requester = { 'requester.name': 'Kim Lee' };
const mailbox = { 'mailbox.name': 'Example Support' };
const agent = { 'agent.name': 'Ana Ruiz' };
const by = { by: 'Ben Okri' };
const customerLink = { link: 'https://desk.example/t/AbCdEf' };
const notice = {
  ...agent,
  ...ticket,
  'ticket.priority': 'urgent',
  'requester.nameAndEmail': 'Kim Lee <kim@customer.example>',
  link: 'https://desk.example/tickets/1042',
};
const quote = { quote: '> It is still burning.\n> Please hurry.' };

/**
 * Every mail that the product writes, with its standard words. A new one is an entry here and its
 * name in the UI's words. No variable of a customer's mail carries what is internal.
 */
export const mailTemplates = {
  reply: {
    goesTo: 'customer',
    sentWhen: 'An agent replies. The mailbox’s signature and the quoted mail follow by themselves.',
    subject: null,
    body: `{{reply}}

{{#if link}}
See your request and answer online: {{link}}
{{/if}}`,
    variables: {
      reply: 'Thank you for waiting.\n\nPull the plug, then call the fire brigade.',
      ...requester,
      ...agent,
      ...mailbox,
      ...ticket,
      ...customerLink,
    },
    mayBeMissing: ['requester.name', 'link'],
    carries: 'reply',
  },
  acknowledgement: {
    goesTo: 'customer',
    sentWhen: 'A mail begins a ticket, and its mailbox sends acknowledgements.',
    subject: 'We have your request',
    body: `{{#if requester.name}}Hello {{requester.name}},{{else}}Hello,{{/if}}

thank you for your mail. It has arrived as request {{ticket.number}}, and we answer as soon as we can.
To add something, simply answer this mail.
{{#if link}}

See your request: {{link}}
{{/if}}`,
    variables: { ...requester, ...mailbox, ...ticket, ...customerLink },
    mayBeMissing: ['requester.name', 'link'],
  },
  survey: {
    goesTo: 'customer',
    sentWhen: 'A ticket is resolved, and its mailbox asks how satisfied customers are.',
    subject: 'How did we do?',
    body: `{{#if requester.name}}Hello {{requester.name}},{{else}}Hello,{{/if}}

your request {{ticket.number}}, “{{ticket.title}}”, is resolved. How satisfied are you with our help?
Tell us with two clicks:

{{link}}

If it is not resolved, simply answer this mail.`,
    variables: { ...requester, ...mailbox, ...ticket, ...customerLink },
    mayBeMissing: ['requester.name'],
    carries: 'link',
  },
  flow: {
    goesTo: 'agent',
    sentWhen: 'A Flow tells agents something.',
    subject: 'From the Flow “{{flow.title}}”{{#if ticket.number}}, ticket {{ticket.number}}{{/if}}',
    body: `Hello {{agent.name}},

the Flow “{{flow.title}}” tells you:

{{says}}
{{#if ticketLink}}

{{#if ticket.title}}
Title:  {{ticket.title}}
{{/if}}
Ticket: {{ticketLink}}
{{/if}}`,
    variables: {
      ...agent,
      'flow.title': 'Urgent tickets',
      says: 'Nobody has answered Kim Lee within an hour.',
      ...ticket,
      ticketLink: 'https://desk.example/tickets/1042',
    },
    mayBeMissing: ['ticket.number', 'ticket.title', 'ticketLink'],
    carries: 'says',
  },
  'approval-asked': {
    goesTo: 'agent',
    sentWhen: 'A Flow asks an agent for an approval.',
    subject:
      '{{flow.title}} asks for your approval{{#if ticket.number}}, ticket {{ticket.number}}{{/if}}',
    body: `Hello {{agent.name}},

the Flow “{{flow.title}}” asks for your approval:

{{question}}

Approve or reject it here:
{{link}}
{{#if until}}

Without an answer until {{until}} it counts as {{otherwise}}.
{{/if}}
{{#if ticketLink}}

{{#if ticket.title}}
Title:  {{ticket.title}}
{{/if}}
Ticket: {{ticketLink}}
{{/if}}`,
    variables: {
      ...agent,
      'flow.title': 'Refunds above 100 €',
      question: 'Kim Lee asks for 240 € back. Is that right?',
      until: '2026-11-25 09:30 UTC',
      otherwise: 'rejected',
      link: 'https://desk.example/approvals/AbCdEf',
      ...ticket,
      ticketLink: 'https://desk.example/tickets/1042',
    },
    mayBeMissing: ['until', 'ticket.number', 'ticket.title', 'ticketLink'],
    carries: 'link',
  },
  mentioned: {
    goesTo: 'agent',
    sentWhen: 'Somebody mentions an agent in an internal note.',
    subject: '{{by}} mentioned you on ticket {{ticket.number}}: {{ticket.title}}',
    body: noticeBody('{{by}} mentioned you in a note on ticket {{ticket.number}}.'),
    variables: { ...notice, ...by, ...quote },
    mayBeMissing: ['quote'],
  },
  assigned: {
    goesTo: 'agent',
    sentWhen: 'A ticket is assigned to an agent.',
    subject: 'Ticket {{ticket.number}} is yours: {{ticket.title}}',
    body: noticeBody('{{by}} assigned ticket {{ticket.number}} to you.'),
    variables: { ...notice, ...by, ...quote },
    mayBeMissing: ['quote'],
  },
  'customer-replied': {
    goesTo: 'agent',
    sentWhen: 'A customer, or a third party, replies on an agent’s ticket.',
    subject: '{{by}} replied on ticket {{ticket.number}}: {{ticket.title}}',
    body: noticeBody('{{by}} replied on ticket {{ticket.number}}, which is yours.'),
    variables: { ...notice, ...by, ...quote },
    mayBeMissing: ['quote'],
  },
  rated: {
    goesTo: 'agent',
    sentWhen: 'A customer says how satisfied they are, on an agent’s ticket.',
    subject: '{{by}} gave {{score}} of 5, ticket {{ticket.number}}: {{ticket.title}}',
    body: noticeBody('{{by}} gave {{score}} of 5 for the help with ticket {{ticket.number}}.'),
    variables: { ...notice, ...by, score: '5', ...quote },
    mayBeMissing: ['quote'],
  },
  'reply-failed': {
    goesTo: 'agent',
    sentWhen: 'A reply did not arrive.',
    subject: 'Your reply did not arrive, ticket {{ticket.number}}: {{ticket.title}}',
    body: noticeBody(
      'A reply on ticket {{ticket.number}} did not arrive. Open the ticket to see why and to send it again.',
    ),
    variables: { ...notice, ...quote },
    mayBeMissing: ['quote'],
  },
  'snooze-over': {
    goesTo: 'agent',
    sentWhen: 'A snoozed ticket is back.',
    subject: 'Ticket {{ticket.number}} is back: {{ticket.title}}',
    body: noticeBody('Ticket {{ticket.number}} was snoozed and is back.'),
    variables: { ...notice, ...quote },
    mayBeMissing: ['quote'],
  },
  'team-assigned': {
    goesTo: 'agent',
    sentWhen: 'A ticket is given to an agent’s team.',
    subject: 'Ticket {{ticket.number}} is your team’s: {{ticket.title}}',
    body: noticeBody('{{by}} gave ticket {{ticket.number}} to your team.'),
    variables: { ...notice, ...by, ...quote },
    mayBeMissing: ['quote'],
  },
  watched: {
    goesTo: 'agent',
    sentWhen: 'Something happens on a ticket that an agent watches.',
    subject: 'News on ticket {{ticket.number}}: {{ticket.title}}',
    body: noticeBody('{{by}} {{did}} ticket {{ticket.number}}, which you watch.'),
    variables: { ...notice, ...by, did: 'replied on', ...quote },
    mayBeMissing: ['quote'],
  },
  invitation: {
    goesTo: 'agent',
    sentWhen: 'An admin invites an agent.',
    subject: 'Your account at the support desk',
    body: `Hello {{agent.name}},

{{by}} invites you to the support desk. Choose your password here:

{{link}}

The link works once, for {{days}} days. Do not pass it on: whoever opens it gets your account.`,
    variables: { ...agent, ...by, link: 'https://desk.example/invite/AbCdEf', days: '7' },
    carries: 'link',
  },
  'password-reset': {
    goesTo: 'agent',
    sentWhen: 'An agent asks for a new password.',
    subject: 'A new password for the support desk',
    body: `Hello {{agent.name}},

somebody, probably you, asked for a new password. Choose it here:

{{link}}

The link works once, for {{validFor}}. If it was not you, do nothing: your password stays as it is.`,
    variables: {
      ...agent,
      link: 'https://desk.example/reset-password/AbCdEf',
      validFor: 'an hour',
    },
    carries: 'link',
  },
} as const satisfies Record<string, MailTemplate> & Record<NotificationKind, MailTemplate>;

export type MailTemplateKey = keyof typeof mailTemplates;

export const mailTemplateKeys = Object.keys(mailTemplates) as [
  MailTemplateKey,
  ...MailTemplateKey[],
];

/** A value for every variable; null where there is none. Of several templates: for those of each. */
export type MailTemplateValues<K extends MailTemplateKey> = {
  [Name in VariablesOf<K>]: string | number | null;
};

type VariablesOf<K extends MailTemplateKey> = K extends MailTemplateKey
  ? keyof (typeof mailTemplates)[K]['variables']
  : never;

/** What an admin may change of a template. */
export interface MailTemplateWords {
  subject: string | null;
  body: string;
}

function noticeBody(deed: string): string {
  return `Hello {{agent.name}},

${deed}

Title:     {{ticket.title}}
Requester: {{requester.nameAndEmail}}
Priority:  {{ticket.priority}}
{{#if quote}}

{{quote}}
{{/if}}

{{link}}`;
}
