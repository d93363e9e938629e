import { z } from 'zod';
import { ActionError, defineAction, internalRetry } from '../kit/action';
import { agentReference } from '../kit/inputs';

export const assign = defineAction({
  id: 'core.assign',
  version: 1,
  title: 'Assign to an agent',
  description: 'Gives the ticket to an agent, named by e-mail address or id.',
  input: z.strictObject({ agent: agentReference('Agent') }),
  output: z.strictObject({ assigneeId: z.string(), changed: z.boolean() }),
  effect: 'internal',
  retry: internalRetry,
  timeoutMs: 10_000,
  preview: ({ agent }) => `Assign the ticket to ${agent}.`,
  async run({ people, ticket }, { agent }) {
    const found = await people.findAgent(agent);
    if (!found) {
      throw new ActionError('agent-not-found', `There is no active agent ${agent}.`);
    }
    return { assigneeId: found.id, ...(await ticket.update({ assigneeId: found.id })) };
  },
});
