import { inTransaction, type Database, type Transaction } from '../../db/database';
import type { StepWork } from '../../db/flow-step-store';
import { holdTicket } from '../../db/ticket-store';
import type { Actor, Cause, Change } from '../../domain/ticket/command';
import type { TicketState } from '../../domain/ticket/ticket';
import { ActionError } from '../../plugins/kit/action';
import {
  submitCommand,
  submitWithin,
  type CommandContent,
  type Outcome,
} from '../../tickets/submit-command';

export interface StepOrigin {
  runId: string;
  stepId: string;
  idempotencyKey: string;
}

export type Accepted = Extract<Outcome, { ok: true }>;

/** Commands on a run's ticket; a refusal is thrown as `ActionError` with its code and sentence. */
export interface StepCommands {
  submit(change: Change, content?: CommandContent): Promise<Accepted>;
  /**
   * One that hangs on what the ticket is at that moment: its row is held from `make` to the end of
   * the transaction. `make` is not called for a command that was decided before.
   */
  submitOn(
    make: (ticket: TicketState, transaction: Transaction) => Promise<ChangeWith>,
  ): Promise<Accepted>;
}

type ChangeWith = Change | { change: Change; also: CommandContent['also'] };

/** Who a Flow is to a ticket. */
export function flowActor({ flow, flowTitle }: StepWork): Actor {
  return { type: 'flow', id: flow, name: flowTitle };
}

/** The ticket of a run. Throws `no-ticket` for one that was started by something else. */
export function ticketOf({ ticket }: StepWork): number {
  if (ticket !== null) return ticket;
  const message =
    'This run was not started by a ticket, so there is none to change or to write on.';
  throw new ActionError('no-ticket', message);
}

/** What a step's change is caused by: one run deeper than what started the run. */
export function stepCause(
  { flow, depth }: StepWork,
  { runId, stepId }: StepOrigin,
): Omit<Cause, 'commandId'> {
  return { flow, run: runId, step: stepId, depth: depth + 1 };
}

/**
 * The commands of one port of one step, in the Flow's name. Their ids follow from the step's key and
 * their order, so that a step that runs again repeats what it did; `part` tells ports apart. With a
 * `transaction` they are stored together with what else is done in it.
 */
export function stepCommands(
  db: Database,
  work: StepWork,
  origin: StepOrigin,
  { part, transaction: given }: { part?: string; transaction?: Transaction | undefined } = {},
): StepCommands {
  const base = ['flow', origin.idempotencyKey, ...(part ? [part] : [])].join('/');
  let commands = 0;
  const next = (change: Change) => {
    commands += 1;
    return {
      id: commands > 1 ? `${base}/${commands}` : base,
      ticket: ticketOf(work),
      actor: flowActor(work),
      cause: stepCause(work, origin),
      change,
    };
  };
  return {
    async submit(change, content = {}) {
      const command = next(change);
      return accepted(
        given
          ? await submitWithin(db, command, content, given)
          : await submitCommand(db, command, content),
      );
    },
    async submitOn(make) {
      const command = next({ type: 'update', fields: {} });
      const within = async (transaction: Transaction): Promise<Outcome> => {
        const { ticket, seen } = await holdTicket(db, command.ticket, command.id, transaction);
        if (!ticket || seen) return submitWithin(db, command, {}, transaction);
        const made = await make(ticket, transaction);
        const { change, also } = 'change' in made ? made : { change: made, also: undefined };
        return submitWithin(db, { ...command, change }, { also }, transaction);
      };
      return accepted(given ? await within(given) : await inTransaction(db, within));
    },
  };
}

function accepted(outcome: Outcome): Accepted {
  if (outcome.ok) return outcome;
  const { code, message } = outcome.refusal;
  throw new ActionError(code, message);
}
