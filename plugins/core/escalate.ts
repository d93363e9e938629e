import { z } from 'zod';
import { escalationLevels } from '../../domain/ticket/escalation';
import { defineAction, internalRetry } from '../kit/action';
import { template } from '../kit/inputs';

const level = z.literal(escalationLevels);

export const escalate = defineAction({
  id: 'core.escalate',
  version: 1,
  title: 'Escalate to a level',
  description:
    'Takes the ticket up to a level from 1 to 5, or down to a lower one; 0 ends the escalation. A note can say why.',
  input: z.strictObject({
    level: level.meta({ title: 'Level' }),
    note: template('Note', 20_000).optional(),
  }),
  output: z.strictObject({ level, changed: z.boolean() }),
  effect: 'internal',
  change: 'ticket',
  makes: ['ticket.escalated'],
  retry: internalRetry,
  timeoutMs: 10_000,
  preview: ({ level: to }) =>
    to === 0 ? 'End the escalation.' : `Escalate the ticket to level ${to}.`,
  async run({ ticket }, { level: to, note }) {
    const { changed } = await ticket.update({ escalation: to });
    if (note !== undefined) await ticket.addNote(note);
    return { level: to, changed };
  },
});
