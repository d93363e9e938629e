import { z } from 'zod';
import { mailTemplateKeys } from '../../domain/mail/templates';
import { pageOf, time } from '../http/fields';

const largestTicketNumber = 2_147_483_647;
const key = z.enum(mailTemplateKeys);

export const mailTemplateParams = z.strictObject({ key });

const words = {
  subject: z.string().nullable().meta({
    description: 'Null where the subject is the ticket’s, so that the thread stays whole.',
  }),
  body: z.string().meta({ description: 'Plain text; Handlebars in `{{…}}`.' }),
};

export const mailTemplateSchema = z
  .object({
    key,
    goesTo: z.enum(['customer', 'agent']),
    sentWhen: z.string(),
    ...words,
    standard: z.object(words),
    isChanged: z
      .boolean()
      .meta({ description: 'Whether it has other words than the standard ones.' }),
    updatedAt: time.nullable(),
    updatedBy: z.string().nullable().meta({ description: 'A name.' }),
    variables: z.array(
      z.object({
        name: z.string(),
        example: z.string(),
        mayBeMissing: z
          .boolean()
          .meta({ description: 'Some mails have no value for it: use `{{#if}}` or `default`.' }),
        isNeeded: z.boolean().meta({ description: 'No body is without it.' }),
        inSubject: z.boolean().meta({ description: 'Whether a subject may name it as well.' }),
      }),
    ),
  })
  .meta({ id: 'MailTemplate' });

export const mailTemplatePage = pageOf(mailTemplateSchema);

const draft = {
  subject: z
    .string()
    .max(250, 'a subject has at most 250 characters')
    .regex(/^[^\r\n]*$/, 'this must be one line')
    .nullable(),
  body: z.string().max(10_000, 'this has more than 10000 characters'),
};

export const mailTemplateBody = z.strictObject(draft);

export const mailPreviewBody = z.strictObject({
  ...draft,
  ticket: z
    .int()
    .min(1)
    .max(largestTicketNumber)
    .optional()
    .meta({ description: 'Shows the values of this ticket instead of examples.' }),
});

export const mailPreviewSchema = z.object({
  subject: z.string(),
  text: z.string(),
  html: z.string(),
});
