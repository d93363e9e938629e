import { z } from 'zod';
import { attachmentLimits } from '../../domain/mail/attachment-limits';
import { draftModes } from '../../db/draft-store';
import { integerText, pageOf, time } from '../http/fields';
import { longestText } from '../messages/schema';

export const draftQuery = z.strictObject({ mode: z.enum(draftModes).default('reply') });

export const draftBody = z
  .strictObject({
    text: z.string().max(longestText, `this has more than ${longestText} characters`),
    cc: z.array(z.string().max(254)).max(50).default([]),
    bcc: z.array(z.string().max(254)).max(50).default([]),
    attachmentIds: z
      .array(z.guid('this is no attachment’s id'))
      .max(attachmentLimits.maxFiles)
      .default([]),
  })
  .meta({ id: 'DraftContent' });

export const draftSchema = z
  .object({
    mode: z.enum(draftModes),
    version: z.int().meta({ description: 'Its ETag; 0: there is no draft.' }),
    text: z.string(),
    cc: z.array(z.string()),
    bcc: z.array(z.string()),
    attachments: z.array(
      z.object({ id: z.string(), name: z.string(), size: z.int(), contentType: z.string() }),
    ),
    updatedAt: time.nullable(),
  })
  .meta({ id: 'Draft' });

export const draftListQuery = z.strictObject({
  limit: integerText({ min: 1, max: 200 }).optional(),
});

export const draftPage = pageOf(
  z.object({ ticketNumber: z.int(), mode: z.enum(draftModes), updatedAt: time }),
).meta({ id: 'DraftPage' });
