import { z } from 'zod';
import { mailServiceProblems, mailServices } from '../../domain/mail/mail-service';
import { sendgridKey } from '../../mail/services/sendgrid';
import { lineField, pageOf, time } from '../http/fields';

export const mailServiceSchema = z
  .object({
    id: z.string(),
    service: z.enum(mailServices),
    name: z.string(),
    url: z.string().meta({ description: 'Where the service sends mail to; a secret.' }),
    hasKey: z.boolean().meta({ description: 'The key itself is never answered.' }),
    topicArn: z.string().nullable().meta({ description: 'The SNS topic of Amazon SES.' }),
    lastReceivedAt: time.nullable(),
    lastProblem: z
      .object({ code: z.enum(mailServiceProblems), at: time })
      .nullable()
      .meta({ description: 'Why a request was refused; null after the next mail.' }),
    createdAt: time,
  })
  .meta({ id: 'MailService' });

export const mailServicePage = pageOf(mailServiceSchema);

const name = lineField(100);
const signingKey = lineField(200);
const publicKey = lineField(1_000)
  .transform((text) => text.replaceAll(/-----[^-]+-----|\s/g, ''))
  .refine((text) => sendgridKey(text) !== null, 'this is no public key of SendGrid')
  .nullable();
const topicArn = lineField(300).regex(
  /^arn:aws[a-z-]*:sns:[a-z0-9-]+:\d{12}:[\w-]+$/,
  'this is no ARN of an SNS topic, such as arn:aws:sns:eu-west-1:123456789012:mail',
);

export const newMailServiceBody = z.discriminatedUnion('service', [
  z.strictObject({ service: z.literal('mailgun'), name, key: signingKey }),
  z.strictObject({ service: z.literal('sendgrid'), name, key: publicKey.optional() }),
  z.strictObject({ service: z.literal('postmark'), name }),
  z.strictObject({ service: z.literal('ses'), name, topicArn }),
]);

/** What is left out stays; `service` says what it is, which does not change. */
export const mailServiceChangeBody = z.discriminatedUnion('service', [
  z.strictObject({
    service: z.literal('mailgun'),
    name: name.optional(),
    key: signingKey.optional(),
  }),
  z.strictObject({
    service: z.literal('sendgrid'),
    name: name.optional(),
    key: publicKey.optional(),
  }),
  z.strictObject({ service: z.literal('postmark'), name: name.optional() }),
  z.strictObject({
    service: z.literal('ses'),
    name: name.optional(),
    topicArn: topicArn.optional(),
  }),
]);

export const mailParams = z.strictObject({
  id: z.guid('this is no id'),
  token: z.string().regex(/^[\w-]{43}$/, 'this is no token of ours'),
});

export const takenMailSchema = z
  .object({
    id: z.string().nullable().meta({ description: 'Null when the request brought no mail.' }),
    outcome: z.enum(['received', 'duplicate', 'nothing-to-do']),
  })
  .meta({ id: 'TakenMail' });
