import { allAgents, type Agent } from '../../db/agent-store';
import type { Database } from '../../db/database';
import { findRequester, findRequesterByEmail } from '../../db/directory-store';
import type { TicketView } from '../../db/ticket-view-store';
import { allTeams } from '../../db/team-store';
import type { RequesterRef } from '../../domain/ticket/ticket';

type Requester = TicketView['requester'];

/**
 * Names behind ids, remembered for a few seconds, so that a command costs its own transaction and
 * little more. A change made through this process shows at once, one made elsewhere soon.
 */
export interface Directory {
  agent(id: string): Promise<Agent | null>;
  team(id: string): Promise<{ id: string; name: string } | null>;
  requester(ref: RequesterRef): Promise<Requester | null>;
  /** Who has this address, read now; whoever is found is remembered. */
  requesterByEmail(email: string): Promise<Requester | null>;
  /** After a change of people. */
  forget(): void;
}

const rememberedMs = 3_000;
const mostRemembered = 5_000;

export function openDirectory(db: Database): Directory {
  let agents = { byId: new Map<string, Agent>(), until: 0 };
  let teams = { byId: new Map<string, { id: string; name: string }>(), until: 0 };
  const requesters = new Map<string, { requester: Requester; until: number }>();
  let generation = 0;

  const remember = (asOf: number, requester: Requester | null): Requester | null => {
    if (!requester || asOf !== generation) return requester;
    if (requesters.size >= mostRemembered) requesters.clear();
    requesters.set(keyOf(requester), { requester, until: Date.now() + rememberedMs });
    return requester;
  };

  return {
    async agent(id) {
      if (agents.until <= Date.now() || !agents.byId.has(id)) {
        const asOf = generation;
        const byId = new Map((await allAgents(db)).map((agent) => [agent.id, agent]));
        agents = { byId, until: asOf === generation ? Date.now() + rememberedMs : 0 };
        return byId.get(id) ?? null;
      }
      return agents.byId.get(id) ?? null;
    },
    async team(id) {
      if (teams.until <= Date.now() || !teams.byId.has(id)) {
        const asOf = generation;
        const byId = new Map(
          (await allTeams(db)).map(({ id: of, name }) => [of, { id: of, name }]),
        );
        teams = { byId, until: asOf === generation ? Date.now() + rememberedMs : 0 };
        return byId.get(id) ?? null;
      }
      return teams.byId.get(id) ?? null;
    },
    async requester(ref) {
      const known = requesters.get(keyOf(ref));
      if (known && known.until > Date.now()) return known.requester;
      return remember(generation, await findRequester(db, ref));
    },
    async requesterByEmail(email) {
      return remember(generation, await findRequesterByEmail(db, email));
    },
    forget() {
      generation += 1;
      agents.until = 0;
      teams.until = 0;
      requesters.clear();
    },
  };
}

function keyOf({ type, id }: RequesterRef): string {
  return `${type}/${id}`;
}
