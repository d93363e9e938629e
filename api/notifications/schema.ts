import { z } from 'zod';
import { notificationKinds } from '../../domain/notification/kind';
import { ticketEventTypes } from '../../domain/ticket/event';
import { statuses } from '../../domain/ticket/status';
import { integerText, pageFields, pageOf, time } from '../http/fields';

export const mostUnread = 100;

export const notificationsQuery = z.strictObject({
  unread: z.literal('true').optional().meta({ description: 'Only those that are not read.' }),
  ...pageFields,
});

export const notificationSchema = z
  .object({
    id: z.string(),
    kind: z.enum(notificationKinds).meta({ description: 'Why you are told.' }),
    eventType: z
      .enum(ticketEventTypes)
      .nullable()
      .meta({ description: 'Null when you are asked for an approval.' }),
    status: z.enum(statuses).nullable().meta({ description: 'What the status became.' }),
    ticket: z.object({ number: z.int(), title: z.string() }).nullable(),
    messageId: z.string().nullable(),
    approvalId: z.string().nullable().meta({ description: 'What you are asked to answer.' }),
    text: z.string().nullable().meta({ description: 'What a Flow says.' }),
    actor: z.object({
      type: z.enum(['agent', 'customer', 'flow', 'system']),
      id: z.string(),
      name: z.string(),
    }),
    at: time,
    read: z.boolean(),
  })
  .meta({ id: 'Notification' });

export const notificationPage = pageOf(notificationSchema)
  .extend({ unread: z.int().meta({ description: `Counted up to ${mostUnread}.` }) })
  .meta({ id: 'NotificationPage' });

export const readQuery = z.strictObject({
  ticket: integerText({ min: 1, max: 2_147_483_647 })
    .optional()
    .meta({ description: 'Only those about this ticket.' }),
});

const wish = z.strictObject({ mail: z.boolean(), inApp: z.boolean() });

export const wishesSchema = z
  .object(Object.fromEntries(notificationKinds.map((kind) => [kind, wish])))
  .meta({ id: 'NotificationSettings' });

export const wishesBody = z
  .strictObject(Object.fromEntries(notificationKinds.map((kind) => [kind, wish.optional()])))
  .refine((given) => Object.keys(given).length > 0, 'name at least one kind');
