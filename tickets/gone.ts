import { keepAgent } from '../db/agent-store';
import type { Database, Transaction } from '../db/database';
import { keepTeam } from '../db/team-store';
import type { Change } from '../domain/ticket/command';
import type { Refusal } from '../domain/ticket/refusal';
import type { TicketState } from '../domain/ticket/ticket';

/**
 * Refuses a change that gives the ticket to an agent or a team that was removed a moment ago. One
 * that is there stays until the transaction ends, so whoever removes it counts this ticket.
 */
export async function goneWith(
  db: Database,
  change: Change,
  { before, after }: { before: TicketState | null; after: TicketState },
  transaction: Transaction,
): Promise<Refusal | null> {
  const under = 'along' in change ? 'changes.' : '';
  const { assigneeId, teamId } = after;
  if (assigneeId && assigneeId !== before?.assigneeId) {
    const isThere = await keepAgent(db, assigneeId, transaction);
    if (!isThere) return noSuch('agent', `${under}assigneeId`);
  }
  if (teamId && teamId !== before?.teamId) {
    if (!(await keepTeam(db, teamId, transaction))) return noSuch('team', `${under}teamId`);
  }
  return null;
}

function noSuch(what: 'agent' | 'team', path: string): Refusal {
  const message = `there is no such ${what}`;
  return { code: 'invalid-input', message: `${path}: ${message}`, problems: [{ path, message }] };
}
