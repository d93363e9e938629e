import { z } from 'zod';
import { attachmentLimits } from '../../domain/mail/attachment-limits';
import { priorities } from '../../domain/ticket/priority';
import { statuses } from '../../domain/ticket/status';
import { maxTags, tagMaxLength } from '../../domain/ticket/ticket';
import { emailField, lineField, pageFields, pageOf, time } from '../http/fields';

export const longestText = 200_000;
const mostCopies = 50;
const { maxFiles } = attachmentLimits;

const mostMentions = 50;

export const mentionBody = z.union(
  [
    z.strictObject({ agentId: z.guid('this is no agent’s id') }),
    z.strictObject({ teamId: z.guid('this is no team’s id') }),
  ],
  { error: 'name an agent by agentId or a team by teamId' },
);

/** What is changed on the ticket in the same step. */
export const changesAlong = z
  .strictObject({
    status: z.enum(statuses),
    priority: z.enum(priorities),
    assigneeId: z.guid('this is no agent’s id').nullable(),
    teamId: z.guid('this is no team’s id').nullable(),
    addTags: z.array(lineField(tagMaxLength)).max(maxTags),
  })
  .partial()
  .meta({ description: 'Changed on the ticket in the same step, as macros do.' });

export const newMessageBody = z
  .strictObject({
    kind: z.enum(['reply', 'note']).meta({
      description: 'A reply goes to the requester by mail; a note stays inside.',
    }),
    text: z.string().max(longestText, `this has more than ${longestText} characters`).optional(),
    html: z
      .string()
      .max(longestText, `this has more than ${longestText} characters`)
      .optional()
      .meta({ description: 'Cleaned before it is stored; without `text` it gives the text too.' }),
    cc: z.array(emailField).max(mostCopies, `at most ${mostCopies} addresses`).optional(),
    bcc: z
      .array(emailField)
      .max(mostCopies, `at most ${mostCopies} addresses`)
      .optional()
      .meta({ description: 'They get the mail too; nobody else who gets it sees that.' }),
    attachmentIds: z
      .array(z.guid('this is no attachment’s id'))
      .max(maxFiles, `at most ${maxFiles} files`)
      .optional(),
    mentions: z
      .array(mentionBody)
      .max(mostMentions, `at most ${mostMentions} mentions`)
      .optional()
      .meta({
        description: 'Whom a note tells; it should have `@` and the name in its text. Notes only.',
      }),
    setStatus: z.enum(statuses).optional().meta({ description: 'In the same step; replies only.' }),
    changes: changesAlong.optional(),
    sendAfterSeconds: z
      .int()
      .min(0)
      .max(60, 'a reply is held for at most 60 seconds')
      .optional()
      .meta({ description: 'So long a reply can be taken back; it leaves a little later.' }),
    lastSeenSeq: z
      .int()
      .min(0)
      .optional()
      .meta({ description: 'Refused with ticket-moved-on when others wrote after this event.' }),
  })
  .refine((body) => body.text?.trim() || body.html?.trim(), {
    error: 'write something',
    path: ['text'],
  })
  .refine((body) => body.kind === 'reply' || !body.cc?.length, {
    error: 'a note is not sent to anybody',
    path: ['cc'],
  })
  .refine((body) => body.kind === 'reply' || !body.bcc?.length, {
    error: 'a note is not sent to anybody',
    path: ['bcc'],
  })
  .refine((body) => body.kind === 'reply' || body.setStatus === undefined, {
    error: 'a note does not change the status; change the ticket',
    path: ['setStatus'],
  })
  .refine((body) => body.kind === 'reply' || !body.sendAfterSeconds, {
    error: 'a note is not sent to anybody',
    path: ['sendAfterSeconds'],
  })
  .refine((body) => body.kind === 'note' || !body.mentions?.length, {
    error: 'a reply goes to the customer and mentions nobody; mention people in a note',
    path: ['mentions'],
  })
  .refine((body) => body.setStatus === undefined || body.changes?.status === undefined, {
    error: 'the status is already given as setStatus',
    path: ['changes', 'status'],
  })
  .meta({ id: 'NewMessage' });

export const messageSchema = z
  .object({
    id: z.string(),
    kind: z.enum(['description', 'reply', 'note', 'customer', 'system', 'forward']),
    direction: z.enum(['in', 'out', 'internal']),
    author: z.object({
      type: z.enum(['agent', 'customer', 'flow', 'system', 'third-party']),
      id: z.string(),
      name: z.string(),
      email: z.string().nullable(),
    }),
    text: z.string(),
    html: z.string().nullable(),
    attachments: z.array(
      z.object({
        id: z.string(),
        name: z.string(),
        size: z.int(),
        contentType: z.string(),
        inline: z.boolean(),
      }),
    ),
    mentions: z
      .array(z.object({ type: z.enum(['agent', 'team']), id: z.string(), name: z.string() }))
      .meta({ description: 'Whom a note mentions, by the name that stands in it behind an @.' }),
    delivery: z
      .object({
        state: z.enum(['queued', 'sent', 'failed', 'bounced', 'withdrawn']),
        to: z.array(z.string()),
        cc: z.array(z.string()),
        bcc: z.array(z.string()).meta({ description: 'For agents to see, in no mail’s header.' }),
        messageId: z.string().meta({ description: 'The mail’s Message-ID.' }),
        reason: z.string().optional(),
        sendsAt: time.optional().meta({ description: 'It can be taken back until then.' }),
      })
      .optional(),
    fromTicket: z
      .int()
      .optional()
      .meta({ description: 'The merged ticket that it belongs to, when that is another one.' }),
    createdAt: time,
  })
  .meta({ id: 'Message' });

export const messagePage = pageOf(messageSchema).meta({ id: 'MessagePage' });
export const messagesQuery = z.strictObject(pageFields);
