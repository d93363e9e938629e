import { z } from 'zod';
import { defineAction, internalRetry } from '../kit/action';
import { teamIdOf } from '../kit/find';
import { teamReference } from '../kit/inputs';

export const setTeam = defineAction({
  id: 'core.set-team',
  version: 1,
  title: 'Set the team',
  description: 'Gives the ticket to a team, named by name or id, or with null to none.',
  input: z.strictObject({ team: teamReference('Team').nullable() }),
  output: z.strictObject({ teamId: z.string().nullable(), changed: z.boolean() }),
  effect: 'internal',
  change: 'ticket',
  makes: ['ticket.team_changed'],
  retry: internalRetry,
  timeoutMs: 10_000,
  preview: ({ team }) =>
    team === null ? 'Take the ticket from its team.' : `Give the ticket to ${team}.`,
  async run({ people, ticket }, { team }) {
    const teamId = team === null ? null : await teamIdOf(people, team);
    return { teamId, ...(await ticket.update({ teamId })) };
  },
});
