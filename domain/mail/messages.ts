/** The sentences that mail brings to people. One place, so that they can be read and translated. */
export const mailTexts = {
  noSubject: '(no subject)',
  cutShort: '[The text was too long and ends here; the whole mail is kept as it came.]',
  takesTooLong: 'Reading the mail took too long.',
  noSender: 'It has no sender address, so nobody could be answered.',
  cannotBeRead: (why: string) => `The mail could not be read: ${why}`,
  failedOften: (why: string) => `Processing failed several times: ${why}`,
  endedTheProgramOften: 'Processing it was begun ten times and never finished.',
  waitsForEarlier: 'It answers a mail that is still being processed, and waits for it.',
  quarantined: (sender: string, ticket: number) =>
    `${sender} is neither the requester nor anybody on ticket ${ticket}. Release the mail to add it.`,
  ourOwnMail: 'It was sent by this installation itself; answering it would make a loop.',
  released: (by: string) => `Released from quarantine by ${by}.`,
  bounced: (why: string) => `The mail came back: ${why}`,
  cameBack: 'a mail server reported that it could not be delivered',

  unknownRecipient: (address: string, known: string) =>
    `There is no mailbox ${address} here; write to ${known}.`,
  noMailboxYet: (address: string) =>
    `There is no mailbox ${address} here, and none is set up yet; an admin has to add one.`,
  tooLarge: (megabytes: number) => `The mail is larger than ${megabytes} MB.`,
  tryLater: 'The mail cannot be stored at the moment; please try again later.',
  queued: (id: string) => `Kept as ${id}`,

  quotedIntro: (date: string, name: string) => `On ${date}, ${name} wrote:`,
  seeYourRequest: 'See your request and answer online',
  replySender: (agent: string, mailbox: string) => `${agent} at ${mailbox}`,

  assignedSubject: (ticket: number, title: string) => `Ticket ${ticket} is yours: ${title}`,
  assignedText: (ticket: {
    agent: string;
    number: number;
    title: string;
    requester: string;
    priority: string;
    by: string;
    link: string;
  }) =>
    [
      `Hello ${ticket.agent},`,
      '',
      `${ticket.by} assigned ticket ${ticket.number} to you.`,
      '',
      `Title:     ${ticket.title}`,
      `Requester: ${ticket.requester}`,
      `Priority:  ${ticket.priority}`,
      '',
      ticket.link,
    ].join('\n'),

  invitationSubject: 'Your account at the support desk',
  invitationText: (to: { agent: string; by: string; link: string; days: number }) =>
    [
      `Hello ${to.agent},`,
      '',
      `${to.by} invites you to the support desk. Choose your password here:`,
      '',
      to.link,
      '',
      `The link works once, for ${to.days} days. Do not pass it on: whoever opens it gets your account.`,
    ].join('\n'),

  passwordResetSubject: 'A new password for the support desk',
  passwordResetText: (to: { agent: string; link: string; hours: number }) =>
    [
      `Hello ${to.agent},`,
      '',
      'somebody, probably you, asked for a new password. Choose it here:',
      '',
      to.link,
      '',
      `The link works once, for ${to.hours === 1 ? 'an hour' : `${to.hours} hours`}. If it was not you, do nothing: your password stays as it is.`,
    ].join('\n'),

  onlyForAdmins: 'This mail holds a one-time link to an account. Only administrators see its text.',

  someRefused: (refused: string) => `Sent, but not to everybody: ${refused}`,
  noServer: 'The mail server could not be reached',
  gaveUp: (reason: string) => `Given up after two days: ${reason}`,
} as const;
