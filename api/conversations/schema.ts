import { z } from 'zod';
import { chatTextMaxLength, conversationStatuses } from '../../domain/conversation/conversation';
import { priorities } from '../../domain/ticket/priority';
import { titleMaxLength } from '../../domain/ticket/ticket';
import { emailField, lineField, pageFields, pageOf, time } from '../http/fields';

/** What people write in a chat: plain text, not empty, not endless. */
export const chatText = z
  .string()
  .max(chatTextMaxLength, `this has more than ${chatTextMaxLength} characters`)
  .refine((text) => text.trim() !== '', 'write something');

const assigneeId = z.guid('this is no agent’s id').nullable();

export const conversationListQuery = z.strictObject({
  status: z.enum(conversationStatuses).optional().meta({ description: 'Both when left out.' }),
  assignee: z
    .union([z.literal('me'), z.literal('none'), z.guid()], {
      error: 'this must be me, none or an agent’s id',
    })
    .optional(),
  person: z.guid('this is no id of a contact or lead').optional(),
  ...pageFields,
});

export const conversationChangeBody = z
  .strictObject({
    status: z.enum(conversationStatuses).optional(),
    assigneeId: assigneeId.optional(),
  })
  .refine((fields) => Object.keys(fields).length > 0, 'name at least one field to change')
  .meta({ id: 'ConversationChange' });

export const newConversationMessageBody = z
  .strictObject({ text: chatText })
  .meta({ id: 'NewConversationMessage' });

export const readBody = z.strictObject({
  seq: z.int().min(0).max(2_147_483_647).meta({ description: 'Of the last message seen.' }),
});

export const escalationBody = z
  .strictObject({
    title: lineField(titleMaxLength),
    priority: z.enum(priorities).optional(),
    assigneeId: assigneeId.optional(),
    email: emailField
      .optional()
      .meta({ description: 'Needed when the visitor gave none; else the visitor’s own counts.' }),
  })
  .meta({ id: 'Escalation' });

export const conversationMessageSchema = z
  .object({
    id: z.string(),
    seq: z.int(),
    author: z.object({
      type: z.enum(['visitor', 'agent', 'system']),
      id: z.string().nullable(),
      name: z.string().nullable(),
    }),
    text: z.string().meta({ description: 'Plain text, never HTML.' }),
    createdAt: time,
  })
  .meta({ id: 'ConversationMessage' });

export const conversationSchema = z
  .object({
    id: z.string(),
    visitor: z.object({ name: z.string().nullable(), email: z.string().nullable() }).meta({
      description: 'As the visitor typed it; nobody has checked the address.',
    }),
    person: z
      .object({
        type: z.enum(['contact', 'lead']),
        id: z.string(),
        name: z.string().nullable(),
        email: z.string(),
      })
      .nullable()
      .meta({ description: 'Whose address it is.' }),
    status: z.enum(conversationStatuses),
    assignee: z.object({ id: z.string(), name: z.string() }).nullable(),
    unread: z.int().meta({ description: 'Messages of the visitor that no agent has seen.' }),
    lastMessage: conversationMessageSchema.nullable(),
    ticketNumber: z.int().nullable().meta({ description: 'The ticket it was escalated to.' }),
    version: z.int(),
    createdAt: time,
    updatedAt: time,
  })
  .meta({ id: 'Conversation' });

export const conversationPage = pageOf(conversationSchema).meta({ id: 'ConversationPage' });

export const conversationWithMessages = conversationSchema
  .extend({ messages: z.array(conversationMessageSchema) })
  .meta({ id: 'ConversationWithMessages' });
