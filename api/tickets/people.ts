import type { z } from 'zod';
import { findConversation } from '../../db/conversation-view-store';
import { findOrCreateRequester } from '../../db/requester-store';
import { findTicket } from '../../db/ticket-store';
import { worksTickets } from '../../domain/agent/role';
import type { RequesterRef } from '../../domain/ticket/ticket';
import type { ApiDeps } from '../deps';
import { invalidInput } from '../http/validate';
import type { requesterBody } from './schema';

/** Who a request names as requester; an address that nobody has becomes a Lead. */
export async function resolveRequester(
  deps: ApiDeps,
  named: z.output<typeof requesterBody>,
  under = '',
): Promise<RequesterRef> {
  if ('email' in named) {
    const known = await deps.directory.requesterByEmail(named.email);
    const isEnough = known && (known.name !== null || named.name === undefined);
    const { type, id } = isEnough ? known : await findOrCreateRequester(deps.db, named);
    if (known && !isEnough) deps.directory.forget();
    return { type, id };
  }
  const [ref, path]: [RequesterRef, string] =
    'contactId' in named
      ? [{ type: 'contact', id: named.contactId }, `${under}requester.contactId`]
      : [{ type: 'lead', id: named.leadId }, `${under}requester.leadId`];
  const known = await deps.directory.requester(ref);
  if (!known) throw invalidInput([{ path, message: `there is no such ${ref.type}` }]);
  return { type: known.type, id: known.id };
}

/** Refuses a team that there is not. */
export async function checkTeam(
  deps: ApiDeps,
  teamId: string | null | undefined,
  path = 'teamId',
): Promise<void> {
  if (!teamId || (await deps.directory.team(teamId))) return;
  throw invalidInput([{ path, message: 'there is no such team' }]);
}

/** Refuses an assignee who is no active agent, or may only read. */
export async function checkAssignee(
  deps: ApiDeps,
  assigneeId: string | null | undefined,
  path = 'assigneeId',
): Promise<void> {
  if (!assigneeId) return;
  const agent = await deps.directory.agent(assigneeId);
  if (agent && worksTickets(agent)) return;
  const message = !agent
    ? 'there is no such agent'
    : agent.active
      ? `${agent.name} may only read`
      : `${agent.name} is not active`;
  throw invalidInput([{ path, message }]);
}

/** Refuses a conversation that is not there. */
export async function checkConversation(deps: ApiDeps, id: string | undefined): Promise<void> {
  if (!id || (await findConversation(deps.db, id))) return;
  throw invalidInput([{ path: 'conversationId', message: 'there is no such conversation' }]);
}

/** Refuses a ticket to go on from that is not there. */
export async function checkFollowUp({ db }: ApiDeps, number: number | undefined): Promise<void> {
  if (number === undefined || (await findTicket(db, number))) return;
  throw invalidInput([{ path: 'followUpOf', message: 'there is no such ticket' }]);
}
