import { z } from 'zod';
import { statuses } from '../../domain/ticket/status';
import { integerText, lineField, pageFields, pageOf, time } from '../http/fields';

/** `?q=` over names and addresses, a page at a time. */
export const searchFields = {
  q: z.string().trim().min(1).max(200).optional().meta({
    description: 'Words in the name or the address.',
  }),
  ...pageFields,
};
export const searchQuery = z.strictObject(searchFields);

/** A contact's company: one that is there, or its name. */
export const accountFields = {
  accountId: z.guid('this is no account’s id').nullable().optional(),
  accountName: lineField(200)
    .optional()
    .meta({ description: 'In place of `accountId`: a name that no account has makes a new one.' }),
};

/** By its id or by its name, not both. */
export const oneAccount = [
  (given: { accountId?: unknown; accountName?: unknown }): boolean =>
    !given.accountId || given.accountName === undefined,
  { path: ['accountName'] as string[], error: 'give the account’s id or its name, not both' },
] as const;

/** A change must change something. */
export function atLeastOneField(fields: object): boolean {
  return Object.keys(fields).length > 0;
}

export const nothingToChange = 'name at least one field to change';

const account = z.object({ id: z.string(), name: z.string() }).nullable();
const person = {
  type: z.enum(['contact', 'lead']),
  id: z.string(),
  name: z.string().nullable(),
  email: z.string(),
  account,
};

export const peopleQuery = z.strictObject({
  type: z.enum(['contact', 'lead']).optional().meta({ description: 'Both when left out.' }),
  account: z.guid('this is no account’s id').optional(),
  ...searchFields,
});

export const personPage = pageOf(
  z
    .object({
      ...person,
      openTickets: z.int(),
      lastContactAt: time
        .nullable()
        .meta({ description: 'When they last wrote or were written to, by mail or chat.' }),
    })
    .meta({ id: 'Person' }),
).meta({ id: 'PersonPage' });

export const companyPage = pageOf(
  z
    .object({ id: z.string(), name: z.string(), contacts: z.int(), openTickets: z.int() })
    .meta({ id: 'AccountFigures' }),
).meta({ id: 'AccountFiguresPage' });

export const suggestionQuery = z.strictObject({
  q: z.string().trim().min(1, 'type something').max(200),
  limit: integerText({ min: 1, max: 50 }).optional(),
});

export const suggestedPeople = z
  .object({ items: z.array(z.object(person).meta({ id: 'SuggestedPerson' })) })
  .meta({ id: 'SuggestedPeople' });

export const ticketCountsQuery = z
  .strictObject({
    requester: z.guid('this is no id of a contact or lead').optional(),
    account: z.guid('this is no account’s id').optional(),
  })
  .refine(({ requester, account }) => (requester === undefined) !== (account === undefined), {
    path: ['requester'],
    error: 'name a requester or an account',
  });

export const ticketCounts = z
  .object({ counts: z.record(z.enum(statuses), z.int()) })
  .meta({ id: 'TicketCounts' });
