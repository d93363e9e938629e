import {
  deleteAgent,
  findAgent,
  holdActiveAdmins,
  updateAgent,
  type Agent,
  type AgentChanges,
} from '../../db/agent-store';
import { removeAccountLinks } from '../../db/account-link-store';
import type { Transaction } from '../../db/database';
import { deleteSessionsOf } from '../../db/session-store';
import { leaveTeams } from '../../db/team-store';
import { DomainError } from '../../domain/domain-error';
import type { AnyCall } from '../http/define-route';
import { orNotFound } from '../people/not-found';
import { sendInvitation } from '../sign-in/account-links';

/**
 * Changes an agent. The last active admin stays one. A new password, another role and the end of
 * an account sign out everywhere; one-time links that were mailed before open nothing any more.
 */
export async function changeAgent(
  call: AnyCall,
  id: string,
  fields: AgentChanges,
  transaction: Transaction,
): Promise<Agent> {
  const { db } = call.deps;
  const losesAdmin =
    (fields.role !== undefined && fields.role !== 'admin') || fields.active === false;
  if (losesAdmin) keepOneAdmin(await holdActiveAdmins(db, id, transaction), id);
  const before = orNotFound(await findAgent(db, id, transaction), 'agent');
  // Who is made active by hand needs no invitation any more.
  const changes = fields.active ? { ...fields, invitedAt: null } : fields;
  const agent = orNotFound(await updateAgent(db, id, changes, transaction), 'agent');
  const moved = agent.email !== before.email;
  const otherRole = agent.role !== before.role;
  const signsOut = otherRole || !agent.active || fields.passwordHash !== undefined;
  if (agent.role === 'read-only' && otherRole) await leaveTeams(db, id, transaction);
  if (signsOut) await deleteSessionsOf(db, id, transaction);
  if (agent.invitedAt && moved) await sendInvitation(call, agent, transaction);
  else if (moved || agent.active !== before.active || fields.passwordHash !== undefined) {
    await removeAccountLinks(db, id, transaction);
  }
  return agent;
}

/** Removes an agent who has no tickets; one who has them can be made inactive instead. */
export async function removeAgent(
  { deps: { db } }: AnyCall,
  id: string,
  transaction: Transaction,
): Promise<void> {
  keepOneAdmin(await holdActiveAdmins(db, id, transaction), id);
  const { tickets } = orNotFound(await deleteAgent(db, id, transaction), 'agent');
  if (tickets > 0) {
    throw new DomainError(
      'still-in-use',
      `${tickets} tickets are assigned to this agent; assign them to others, or make the agent inactive.`,
    );
  }
}

function keepOneAdmin(admins: readonly string[], id: string): void {
  if (admins.length !== 1 || admins[0] !== id) return;
  throw new DomainError(
    'last-admin',
    'This is the last active admin; make somebody else one first.',
  );
}
