import type { Database, Transaction } from '../../db/database';
import type { StepWork } from '../../db/flow-step-store';
import { findOrCreateRequester } from '../../db/requester-store';
import { findTicket } from '../../db/ticket-store';
import { oppositeLink } from '../../domain/ticket/link';
import type { RequesterRef } from '../../domain/ticket/ticket';
import { ActionError } from '../../plugins/kit/action';
import type { NewTicketPort } from '../../plugins/kit/ticket-ports';
import { stableUuid } from '../../tickets/stable-uuid';
import { submitTogether } from '../../tickets/submit-together';
import { flowActor, stepCause, type StepOrigin } from './step-commands';

/** A ticket that a Flow opens, linked with that of its run if it has one: both sides at once. */
export function newTicketPort(db: Database, work: StepWork, origin: StepOrigin): NewTicketPort {
  const { ticket: from } = work;
  const actor = flowActor(work);
  const cause = stepCause(work, origin);
  return {
    create: ({ description, requester, link, ...asked }) =>
      submitTogether(db, from === null ? [] : [from], async (submit, transaction) => {
        const id = `flow/${origin.idempotencyKey}/create`;
        const messageId = stableUuid(`description/${id}`);
        const { ticket } = await submit(
          {
            id,
            ticket: null,
            actor,
            cause,
            change: {
              type: 'create',
              messageId,
              ticket: {
                ...asked,
                description,
                requester: await requesterOf(db, from, requester, transaction),
                source: 'flow',
                followUpOf: null,
                links: from === null ? [] : [{ kind: oppositeLink[link], number: from }],
              },
            },
          },
          description === ''
            ? {}
            : {
                message: {
                  id: messageId,
                  kind: 'description',
                  direction: 'internal',
                  author: { ...actor, email: null },
                  text: description,
                  html: null,
                },
              },
        );
        if (from === null) return { number: ticket.number };
        const change = { type: 'link', link: { kind: link, number: ticket.number } } as const;
        await submit({ id: `${id}/link`, ticket: from, actor, cause, change });
        return { number: ticket.number };
      }),
  };
}

/** Without a ticket, whose requester could be meant, the Flow has to name one. */
async function requesterOf(
  db: Database,
  from: number | null,
  named: string,
  transaction: Transaction,
): Promise<RequesterRef> {
  if (named !== 'same') {
    const { type, id } = await findOrCreateRequester(db, { email: named }, transaction);
    return { type, id };
  }
  const ticket = from === null ? null : await findTicket(db, from, transaction);
  if (ticket) return ticket.requester;
  const message = 'This run has no ticket whose requester could be taken; name an e-mail address.';
  throw new ActionError('no-ticket', message);
}
