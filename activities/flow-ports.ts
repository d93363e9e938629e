import type { Database } from '../db/database';
import { findActiveAgents } from '../db/flow-agent-store';
import { isOfMachinesOnly } from '../db/automatic-mail-store';
import type { StepWork } from '../db/flow-step-store';
import type { Actor, Change } from '../domain/ticket/command';
import { queueMail } from '../mail/queue-mail';
import {
  ActionError,
  type MailPort,
  type PeoplePort,
  type TicketPort,
} from '../plugins/kit/action';
import { stableUuid } from '../tickets/stable-uuid';
import { submitCommand, type CommandContent, type Outcome } from '../tickets/submit-command';

export interface StepOrigin {
  runId: string;
  stepId: string;
  idempotencyKey: string;
}

/** The ticket of a run, changed in the Flow's name. Each command's id follows from the step's key. */
export function ticketPort(
  db: Database,
  work: StepWork,
  { runId, stepId, idempotencyKey }: StepOrigin,
): TicketPort {
  const actor: Actor = { type: 'flow', id: work.flow, name: work.flowTitle };
  let commands = 0;

  const submit = async (
    change: Change,
    content: CommandContent = {},
  ): Promise<Extract<Outcome, { ok: true }>> => {
    commands += 1;
    const outcome = await submitCommand(
      db,
      {
        id: `flow/${idempotencyKey}${commands > 1 ? `/${commands}` : ''}`,
        ticket: work.ticket,
        change,
        actor,
        cause: { flow: work.flow, run: runId, step: stepId, depth: work.depth + 1 },
      },
      content,
    );
    if (!outcome.ok) throw new ActionError(outcome.refusal.code, outcome.refusal.message);
    return outcome;
  };

  return {
    number: work.ticket!,
    async update(fields) {
      const { events } = await submit({ type: 'update', fields });
      return { changed: events.length > 0 };
    },
    async addNote(text) {
      const messageId = stableUuid(`flow-note/${idempotencyKey}`);
      const author = { ...actor, email: null };
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

export function peoplePort(db: Database): PeoplePort {
  return {
    async findAgent(name) {
      const id = (await findActiveAgents(db, [name])).get(name.toLowerCase());
      return id === undefined ? null : { id };
    },
  };
}

/** Mail to the people of the ticket or to an address, queued once under the step's key. */
export function mailPort(
  db: Database,
  work: StepWork,
  values: () => Promise<Record<string, unknown>>,
  { idempotencyKey }: StepOrigin,
): MailPort {
  return {
    async queue({ to, subject, text }) {
      const address = await addressOf(to, values);
      if (await isOfMachinesOnly(db, work.ticket!, address)) {
        return { notSent: 'only-machines-wrote' };
      }
      return queueMail(db, {
        key: `flow/${idempotencyKey}`,
        to: address,
        subject,
        text,
        ticketNumber: work.ticket!,
        kind: 'flow',
      });
    },
  };
}

async function addressOf(
  to: string,
  values: () => Promise<Record<string, unknown>>,
): Promise<string> {
  if (to !== 'requester' && to !== 'assignee') return to;
  const { email } = (await values())[to] as { email?: string };
  if (!email) throw new ActionError('nobody-to-write-to', `The ticket has no ${to} to write to.`);
  return email;
}
