import { z } from 'zod';
import { assignmentPicks } from '../../domain/ticket/assignment';
import { defineAction, internalRetry, type PeoplePort } from '../kit/action';
import { agentIdOf, teamIdOf } from '../kit/find';
import { agentReference, teamReference } from '../kit/inputs';
import type { Assignment } from '../kit/ticket-ports';

const input = z
  .strictObject({
    agent: agentReference('Agent').optional(),
    pick: z.enum(assignmentPicks).meta({ title: 'Pick' }).optional(),
    team: teamReference('Among the members of').optional(),
    everybody: z.literal(true).meta({ title: 'Among everybody' }).optional(),
    fallback: agentReference('If nobody can be picked').optional(),
    nobody: z.literal(true).meta({ title: 'Nobody' }).optional(),
  })
  .superRefine((given, context) => {
    const problem = problemOf(given);
    if (problem) context.addIssue({ code: 'custom', ...problem, input: given });
  });

type Input = z.infer<typeof input>;

export const assign = defineAction({
  id: 'core.assign',
  version: 2,
  title: 'Assign to an agent',
  description:
    'Gives the ticket to a named agent, to one of a team in turn, to the least busy one, to who worked on it last, or to nobody.',
  input,
  output: z.strictObject({ assigneeId: z.string().nullable(), changed: z.boolean() }),
  effect: 'internal',
  change: 'ticket',
  makes: ['ticket.assignee_changed'],
  retry: internalRetry,
  timeoutMs: 10_000,
  preview: (given) => `Assign the ticket to ${whom(given)}.`,
  upgrade: (given) => given,
  run: async ({ people, ticket }, given) => ticket.assign(await assignmentOf(people, given)),
});

function problemOf(given: Input): { path: string[]; message: string } | null {
  const { agent, pick, team, everybody, fallback, nobody } = given;
  if ([agent, pick, nobody].filter((one) => one !== undefined).length !== 1) {
    return { path: [], message: 'say whom to assign to: one of agent, pick and nobody' };
  }
  if (pick === undefined) {
    const extra = Object.entries({ team, everybody, fallback }).find(
      ([, one]) => one !== undefined,
    );
    return extra ? { path: [extra[0]], message: 'this goes with "pick" only; remove it' } : null;
  }
  if (team !== undefined && everybody) {
    return { path: ['everybody'], message: 'pick among a team or among everybody; remove one' };
  }
  if (pick !== 'last-agent' && team === undefined && !everybody) {
    return { path: ['team'], message: `say among whom: a team, or everybody: true` };
  }
  return null;
}

async function assignmentOf(people: PeoplePort, given: Input): Promise<Assignment> {
  const { agent, pick, team, fallback } = given;
  if (agent !== undefined) return { agentId: await agentIdOf(people, agent) };
  if (pick === undefined) return { agentId: null };
  return {
    pick,
    teamId: team === undefined ? null : await teamIdOf(people, team),
    fallbackId: fallback === undefined ? null : await agentIdOf(people, fallback),
  };
}

function whom({ agent, pick, team, fallback }: Input): string {
  if (pick === undefined) return agent ?? 'nobody';
  const among = team === undefined ? '' : ` of ${team}`;
  const who = {
    'round-robin': `the next agent${among}`,
    'least-busy': `the least busy agent${among}`,
    'last-agent': `the agent${among} who worked on it last`,
  }[pick];
  return fallback === undefined ? who : `${who}, else to ${fallback}`;
}
