import { lastAgentOf, nextInTurn, takeTurn } from '../../db/assignment-store';
import { allCustomFields } from '../../db/custom-field-store';
import type { Database, Transaction } from '../../db/database';
import type { StepWork } from '../../db/flow-step-store';
import { customFieldProblems } from '../../domain/custom-field/check';
import type { Change } from '../../domain/ticket/command';
import { maxTags } from '../../domain/ticket/ticket';
import { ActionError } from '../../plugins/kit/action';
import type { Assignment, TicketPort } from '../../plugins/kit/ticket-ports';
import { stableUuid } from '../../tickets/stable-uuid';
import { flowActor, stepCommands, ticketOf, type Accepted, type StepOrigin } from './step-commands';

/**
 * The ticket of a run, changed in the Flow's name: with a `transaction`, together with what else is
 * stored in that.
 */
export function ticketPort(
  db: Database,
  work: StepWork,
  origin: StepOrigin,
  transaction?: Transaction,
): TicketPort {
  const { submit, submitOn } = stepCommands(db, work, origin, { transaction });
  return {
    update: async (fields) => changedBy(await submit({ type: 'update', fields })),
    setFields: async (customFields) =>
      changedBy(
        await submitOn(async (_ticket, within) => {
          const known = await allCustomFields(db, within);
          const [problem] = customFieldProblems(known, customFields, { at: 'fields' });
          if (!problem) return { type: 'update', fields: { customFields } };
          throw new ActionError('fields-not-valid', `${problem.path}: ${problem.message}`);
        }),
      ),
    changeTags: async ({ add, remove }) =>
      changedBy(
        await submitOn(({ number, tags: before }) => {
          const kept = before.filter((tag) => !remove.includes(tag));
          const tags = [...new Set([...kept, ...add])];
          if (tags.length > maxTags) throw tooManyTags(number);
          return Promise.resolve({ type: 'update', fields: { tags } });
        }),
      ),
    async assign(to) {
      const done =
        'agentId' in to
          ? await submit(assignTo(to.agentId))
          : await submitOn((_ticket, within) => pickFor(db, ticketOf(work), to, within));
      return { assigneeId: done.ticket.assigneeId, ...changedBy(done) };
    },
    async snooze(until) {
      const done = await submit({ type: 'snooze', until });
      return { until: done.ticket.snoozedUntil!, ...changedBy(done) };
    },
    async addNote(text) {
      const messageId = stableUuid(`flow-note/${origin.idempotencyKey}`);
      const author = { ...flowActor(work), email: null };
      await submit(
        { type: 'add-note', messageId },
        {
          message: { id: messageId, kind: 'note', direction: 'internal', author, text, html: null },
        },
      );
      return { messageId };
    },
  };
}

function changedBy({ events }: Accepted): { changed: boolean } {
  return { changed: events.length > 0 };
}

function assignTo(assigneeId: string | null): Change {
  return { type: 'update', fields: { assigneeId } };
}

/** Finds whose ticket it becomes; a turn is taken only when the ticket takes the agent. */
async function pickFor(
  db: Database,
  ticket: number,
  { pick, teamId, fallbackId }: Extract<Assignment, { pick: unknown }>,
  transaction: Transaction,
) {
  const among = { teamId };
  const picked =
    pick === 'last-agent'
      ? await lastAgentOf(db, ticket, among, transaction)
      : await nextInTurn(db, among, pick, transaction);
  if (picked === null && fallbackId === null) throw nobodyToPick(pick, teamId);
  return {
    change: assignTo(picked ?? fallbackId),
    async also(): Promise<void> {
      if (picked !== null && pick !== 'last-agent') await takeTurn(db, among, picked, transaction);
    },
  };
}

function nobodyToPick(pick: string, teamId: string | null): ActionError {
  const remedy = 'name a fallback in the step';
  return new ActionError(
    'nobody-to-pick',
    pick === 'last-agent'
      ? `No active agent has worked on the ticket yet; ${remedy}.`
      : teamId === null
        ? `There is no active agent to assign to; ${remedy}.`
        : `The team has no active agent; add one to it, or ${remedy}.`,
  );
}

function tooManyTags(number: number): ActionError {
  return new ActionError(
    'too-many-tags',
    `Ticket ${number} would have more than ${maxTags} tags; remove some in the same step.`,
  );
}
