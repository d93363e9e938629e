import { z } from 'zod';
import { titleMaxLength } from '../../domain/ticket/ticket';
import { lineField } from '../http/fields';

export const splitBody = z
  .strictObject({
    title: lineField(titleMaxLength),
    messageIds: z
      .array(z.guid('this is no message’s id'))
      .min(1, 'choose at least one message')
      .max(500, 'at most 500 messages at once')
      .transform((given) => [...new Set(given)]),
  })
  .meta({ id: 'TicketSplit' });
