import type { Database } from '../../db/database';
import { findActiveAgents } from '../../db/flow-agent-store';
import { findTeamIds } from '../../db/team-store';
import { ActionError } from '../../plugins/kit/action';

/** The ids of agents named by e-mail address or id. Throws `agent-not-found`. */
export async function agentIdsOf(db: Database, names: readonly string[]): Promise<string[]> {
  const known = await findActiveAgents(db, names);
  return names.map((name) => {
    const id = known.get(name.toLowerCase());
    if (id !== undefined) return id;
    throw new ActionError('agent-not-found', `There is no active agent ${name}.`);
  });
}

/** The id of a team by its name or id. Throws `team-not-found`. */
export async function teamIdOf(db: Database, name: string): Promise<string> {
  const id = (await findTeamIds(db, [name])).get(name.toLowerCase());
  if (id !== undefined) return id;
  throw new ActionError('team-not-found', `There is no team ${name}.`);
}
