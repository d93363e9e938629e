import { z } from 'zod';
import { integerText, pageFields } from '../http/fields';
import { ticketSchema } from '../tickets/schema';

export const searchQuery = z.strictObject({
  q: z.string().trim().min(1, 'say what to search for').max(200).meta({
    description:
      'Every word must be there; three letters find what begins with them; a word that nothing has stands for those spelt alike. A ticket’s number leads to it.',
  }),
  ...pageFields,
  limit: integerText({ min: 1, max: 50 })
    .optional()
    .meta({ description: 'How many tickets at most; 20 when left out.' }),
});

const parts = z
  .array(z.object({ text: z.string(), hit: z.boolean() }))
  .meta({ description: 'Plain text in order; `hit` is what was searched for.' });

const foundTicket = z
  .object({
    ticket: ticketSchema,
    title: parts,
    snippet: z
      .object({
        kind: z.enum(['description', 'reply', 'note', 'customer', 'system', 'forward']),
        author: z.string(),
        parts,
      })
      .nullable(),
  })
  .meta({ id: 'FoundTicket' });

const foundPerson = z
  .object({
    type: z.enum(['contact', 'lead']),
    id: z.string(),
    name: z.string().nullable(),
    email: z.string(),
    account: z.object({ id: z.string(), name: z.string() }).nullable(),
    label: parts,
  })
  .meta({ id: 'FoundPerson' });

export const searchResults = z
  .object({
    items: z.array(foundTicket),
    people: z.array(foundPerson).meta({ description: 'On the first page only.' }),
    nextCursor: z.string().nullable().meta({ description: 'Null on the last page.' }),
  })
  .meta({ id: 'SearchResults' });
