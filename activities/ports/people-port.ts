import type { Database, Transaction } from '../../db/database';
import { findActiveAgents } from '../../db/flow-agent-store';
import { findTeamIds } from '../../db/team-store';
import type { PeoplePort } from '../../plugins/kit/action';

export function peoplePort(db: Database, transaction?: Transaction): PeoplePort {
  return {
    findAgent: async (name) => named(await findActiveAgents(db, [name], transaction), name),
    findTeam: async (name) => named(await findTeamIds(db, [name], transaction), name),
  };
}

function named(ids: Map<string, string>, name: string): { id: string } | null {
  const id = ids.get(name.toLowerCase());
  return id === undefined ? null : { id };
}
