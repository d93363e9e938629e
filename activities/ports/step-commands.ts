import { inTransaction, type Database, type Transaction } from '../../db/database';
import type { StepWork } from '../../db/flow-step-store';
import { holdTicket } from '../../db/ticket-store';
import type { Actor, Cause, Change, Command } from '../../domain/ticket/command';
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
  const decide = (command: Command, content: CommandContent): Promise<Outcome> =>
    given ? submitWithin(db, command, content, given) : submitCommand(db, command, content);
  return {
    async submit(change, content = {}) {
      const command = next(change);
      const outcome = await decide(command, content);
      const again = outcome.ok ? null : askedAgain(command, work);
      return accepted(again ? await decide(again, content) : outcome);
    },
    async submitOn(make) {
      const command = next({ type: 'update', fields: {} });
      const within = async (
        command: Command & { ticket: number },
        transaction: Transaction,
      ): Promise<Outcome> => {
        const { ticket, seen } = await holdTicket(db, command.ticket, command.id, transaction);
        if (!ticket || seen) return submitWithin(db, command, {}, transaction);
        const made = await make(ticket, transaction);
        const { change, also } = 'change' in made ? made : { change: made, also: undefined };
        return submitWithin(db, { ...command, change }, { also }, transaction);
      };
      const decided = (one: Command & { ticket: number }): Promise<Outcome> =>
        given ? within(one, given) : inTransaction(db, (transaction) => within(one, transaction));
      const outcome = await decided(command);
      const again = outcome.ok ? null : askedAgain(command, work);
      return accepted(again ? await decided(again) : outcome);
    },
  };
}

/**
 * What a ticket refused had no effect, so a run that repeats another asks once more, now that the
 * cause may be mended; null for a run that repeats none.
 */
function askedAgain<C extends Command>(command: C, { runId, rootRunId }: StepWork): C | null {
  return runId === rootRunId ? null : { ...command, id: `${command.id}/${runId}` };
}

function accepted(outcome: Outcome): Accepted {
  if (outcome.ok) return outcome;
  const { code, message } = outcome.refusal;
  throw new ActionError(code, message);
}
