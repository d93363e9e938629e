import { randomUUID } from 'node:crypto';
import type { Database, Transaction } from '../db/database';
import { findPublishedFlow, type PublishedFlow } from '../db/flow-store';
import { findTicket } from '../db/ticket-store';
import { DomainError } from '../domain/domain-error';
import type { Actor } from '../domain/ticket/command';
import type { TicketState } from '../domain/ticket/ticket';
import type { CompiledFlow } from '../flows/engine/definition';
import { allSteps } from '../flows/engine/tree';
import { givenInputs } from '../flows/language/inputs';
import { actionCatalogue } from '../plugins/actions';
import { beginRun } from './begin-run';
import { requireFlow } from './publish-flow';

export interface HandRun {
  flow: string;
  ticketNumber?: number | undefined;
  inputs?: Record<string, unknown> | undefined;
  by: Actor;
}

/**
 * Begins a run of a Flow that people may run. Answers its id. Throws `flow-not-found`,
 * `flow-not-manual`, `flow-off`, `ticket-not-found`, `ticket-needed`, `ticket-in-bin`,
 * `ticket-merged`, and `invalid-input` with problems at `inputs.<name>`.
 */
export async function runFlowByHand(
  db: Database,
  { flow: idOrSlug, ticketNumber, inputs: given = {}, by }: HandRun,
  transaction: Transaction,
): Promise<string> {
  const flow = await requireManual(db, idOrSlug, transaction);
  const ticket =
    ticketNumber === undefined ? null : await requireTicket(db, ticketNumber, transaction);
  if (!ticket && changesTicket(flow.compiled)) {
    const message = `"${flow.title}" changes a ticket; say which`;
    throw new DomainError('ticket-needed', `${message}.`, [{ path: 'ticketNumber', message }]);
  }
  const read = givenInputs(flow.compiled.manual!.inputs, given);
  if ('problems' in read) {
    const problems = read.problems.map(({ path, message }) => ({
      path: `inputs.${path}`,
      message,
    }));
    throw new DomainError(
      'invalid-input',
      `${problems[0]!.path}: ${problems[0]!.message}`,
      problems,
    );
  }
  const id = `${flow.slug}.manual.${randomUUID()}`;
  const at = new Date().toISOString();
  const occurrence = { type: 'flow.manual' as const, at, actor: by, data: {} };
  await beginRun(db, { id, flow, occurrence, inputs: read.inputs, ticket }, transaction);
  return id;
}

async function requireManual(
  db: Database,
  idOrSlug: string,
  transaction: Transaction,
): Promise<PublishedFlow> {
  const flow = await findPublishedFlow(db, idOrSlug, transaction);
  if (flow?.compiled.manual) return flow;
  const { title } = flow ?? (await requireFlow(db, idOrSlug));
  throw flow
    ? new DomainError(
        'flow-not-manual',
        `"${title}" cannot be run by hand; it has no such trigger.`,
      )
    : new DomainError('flow-off', `"${title}" is switched off or not published.`);
}

/** What is in the bin or merged is worked on no more. */
async function requireTicket(
  db: Database,
  number: number,
  transaction: Transaction,
): Promise<TicketState> {
  const ticket = await findTicket(db, number, transaction);
  if (!ticket) throw new DomainError('ticket-not-found', `There is no ticket ${number}.`);
  if (ticket.removed) {
    throw new DomainError('ticket-in-bin', `Ticket ${number} was removed; restore it first.`);
  }
  if (ticket.mergedInto) {
    throw new DomainError(
      'ticket-merged',
      `Ticket ${number} was merged into ${ticket.mergedInto}; run it there.`,
    );
  }
  return ticket;
}

function changesTicket({ program }: CompiledFlow): boolean {
  return allSteps(program.steps).some(
    (step) => step.kind === 'action' && actionCatalogue.find(step.use)?.change === 'ticket',
  );
}
