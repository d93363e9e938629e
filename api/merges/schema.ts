import { z } from 'zod';
import { ticketSchema } from '../tickets/schema';

export const ticketNumberField = z
  .int('this must be a ticket’s number')
  .min(1, 'this must be a ticket’s number')
  .max(2_147_483_647, 'this must be a ticket’s number');

export const mergeBody = z.strictObject({ into: ticketNumberField }).meta({ id: 'Merge' });

export const mergedTickets = z
  .object({
    ticket: ticketSchema,
    into: ticketSchema.meta({
      description: 'The one that goes on, which is another than asked for when that was merged.',
    }),
  })
  .meta({ id: 'MergedTickets' });
