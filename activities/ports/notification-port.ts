import type { Logger } from 'pino';
import { tellByFlow } from '../../automation/tell-by-flow';
import { inTransaction, type Database } from '../../db/database';
import type { StepWork } from '../../db/flow-step-store';
import { membersToWriteTo } from '../../db/team-store';
import { findTicket } from '../../db/ticket-store';
import { listWatchers } from '../../db/watcher-store';
import type { NotificationPort } from '../../plugins/kit/action';
import { agentIdsOf, teamIdOf } from './names';

/** Tells agents in the name of a Flow, each once under the step's key. */
export function notificationPort(
  { db, publicUrl, log }: { db: Database; publicUrl: string; log: Logger },
  { ticket, flow: slug, flowTitle: title }: Pick<StepWork, 'ticket' | 'flow' | 'flowTitle'>,
  key: string,
): NotificationPort {
  return {
    async tell({ agents, team, text, by }) {
      const members =
        team === undefined ? [] : await membersToWriteTo(db, await teamIdOf(db, team));
      const named = await namedAgents(db, agents, ticket);
      const agentIds = [...new Set([...named, ...members.map(({ id }) => id)])];
      const told = { key, flow: { slug, title }, ticket, text };
      const ways = { inApp: by.includes('in-app'), mail: by.includes('mail') };
      const count = await inTransaction(db, (transaction) =>
        tellByFlow(db, { told, agentIds, ways, publicUrl, log }, transaction),
      );
      return { told: count };
    },
  };
}

async function namedAgents(
  db: Database,
  agents: readonly string[] | 'assignee' | 'watchers',
  ticket: number | null,
): Promise<readonly string[]> {
  if (typeof agents !== 'string') return agentIdsOf(db, agents);
  if (ticket === null) return [];
  if (agents === 'watchers') return (await listWatchers(db, ticket)).map(({ id }) => id);
  const assigneeId = (await findTicket(db, ticket))?.assigneeId;
  return assigneeId ? [assigneeId] : [];
}
