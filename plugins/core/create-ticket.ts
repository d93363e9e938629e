import { z } from 'zod';
import { handmadeLinkKinds } from '../../domain/ticket/link';
import { defaultPriority, priorities } from '../../domain/ticket/priority';
import { maxTags, tagMaxLength, titleMaxLength } from '../../domain/ticket/ticket';
import { ActionError, defineAction, internalRetry } from '../kit/action';
import { agentIdOf, teamIdOf } from '../kit/find';
import { agentReference, teamReference, template } from '../kit/inputs';

export const createTicket = defineAction({
  id: 'core.create-ticket',
  version: 1,
  title: 'Create a linked ticket',
  description: 'Opens another ticket that is linked with this one, both ways.',
  input: z.strictObject({
    title: template('Title', titleMaxLength),
    description: template('Description', 20_000).optional(),
    priority: z.enum(priorities).meta({ title: 'Priority' }).optional(),
    requester: z
      .union([z.literal('same'), z.email('write same or an e-mail address')])
      .meta({ title: 'Requester' })
      .optional(),
    link: z.enum(handmadeLinkKinds).meta({ title: 'What this ticket is to it' }).optional(),
    tags: z
      .array(z.string().trim().min(1).max(tagMaxLength))
      .max(maxTags)
      .meta({ title: 'Tags' })
      .optional(),
    team: teamReference('Team').optional(),
    assignee: agentReference('Assignee').optional(),
  }),
  output: z.strictObject({ ticketNumber: z.int() }),
  effect: 'internal',
  makes: ['ticket.created', 'ticket.links_changed'],
  retry: internalRetry,
  timeoutMs: 10_000,
  preview: ({ title }) => `Create the ticket “${title}”.`,
  async run({ people, newTicket }, given) {
    const title = given.title.replace(/\s+/g, ' ').trim();
    if (title === '') throw new ActionError('input-not-valid', 'title: this came out empty.');
    const { number } = await newTicket.create({
      title,
      description: given.description ?? '',
      priority: given.priority ?? defaultPriority,
      requester: given.requester ?? 'same',
      link: given.link ?? 'related',
      tags: [...new Set(given.tags)],
      teamId: given.team === undefined ? null : await teamIdOf(people, given.team),
      assigneeId: given.assignee === undefined ? null : await agentIdOf(people, given.assignee),
    });
    return { ticketNumber: number };
  },
});
