import { z } from 'zod';
import { handmadeLinkKinds } from '../../domain/ticket/link';
import { integerText } from '../http/fields';
import { ticketNumberField } from '../merges/schema';
import { relationSchema } from '../tickets/schema';

export const newLinkBody = z
  .strictObject({
    kind: z.enum(handmadeLinkKinds).meta({ description: 'What this ticket is to the other one.' }),
    number: ticketNumberField,
  })
  .meta({ id: 'NewTicketLink' });

const number = integerText({ min: 1, max: 2_147_483_647 });

export const linkParams = z.strictObject({ number, other: number });

export const relationList = z
  .object({ items: z.array(relationSchema) })
  .meta({ id: 'TicketRelations' });
