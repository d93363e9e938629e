/** Services that take mail for us and hand it over by HTTP. These are the wire values. */
export const mailServices = ['mailgun', 'sendgrid', 'postmark', 'ses'] as const;

export type MailServiceName = (typeof mailServices)[number];

/** Why what a service sent was not taken. These are the wire values. */
export const mailServiceProblems = [
  'signature-missing',
  'wrong-signature',
  'request-too-old',
  'wrong-topic',
  'raw-mail-missing',
  'not-readable',
  'too-large',
] as const;

export type MailServiceProblem = (typeof mailServiceProblems)[number];

/** Which option of the service hands over the whole mail. */
export const rawMailOptions: Record<MailServiceName, string> = {
  mailgun: 'the address in Mailgun’s route has to end in /mime, as it is shown in Settings',
  sendgrid: 'switch on “POST the raw, full MIME message” in SendGrid’s Inbound Parse settings',
  postmark: 'switch on “Include raw email content in JSON payload” at Postmark’s inbound stream',
  ses: 'use the action “Publish to Amazon SNS topic” in Amazon SES’s receipt rule',
};
