import { ActionError, type PeoplePort } from './action';

/** The id of an agent by e-mail address or id. Throws `agent-not-found`. */
export async function agentIdOf(people: PeoplePort, name: string): Promise<string> {
  const found = await people.findAgent(name);
  if (found) return found.id;
  throw new ActionError(
    'agent-not-found',
    `There is no active agent ${name}; name another one in the Flow.`,
  );
}

/** The id of a team by name or id. Throws `team-not-found`. */
export async function teamIdOf(people: PeoplePort, name: string): Promise<string> {
  const found = await people.findTeam(name);
  if (found) return found.id;
  throw new ActionError(
    'team-not-found',
    `There is no team ${name}; name another one in the Flow.`,
  );
}
