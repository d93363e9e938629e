import { isOfMachinesOnly } from '../../db/automatic-mail-store';
import type { Database } from '../../db/database';
import type { StepWork } from '../../db/flow-step-store';
import { queueMail } from '../../mail/queue-mail';
import { ActionError, type MailPort } from '../../plugins/kit/action';
import { stableUuid } from '../../tickets/stable-uuid';
import { flowReply, type ReplyAround } from './reply-content';
import { stepCommands, type StepOrigin } from './step-commands';

/**
 * Mail to the people of the ticket or to an address, queued once under the step's key, and replies
 * on the ticket's thread.
 */
export function mailPort(
  db: Database,
  work: StepWork,
  values: () => Promise<Record<string, unknown>>,
  origin: StepOrigin,
  around: ReplyAround,
): MailPort {
  const { idempotencyKey } = origin;
  const { submit } = stepCommands(db, work, origin, { part: 'reply' });
  return {
    async queue({ to, subject, text }) {
      const address = await addressOf(to, values);
      const { ticket } = work;
      if (ticket !== null && (await isOfMachinesOnly(db, ticket, address))) {
        return { notSent: 'only-machines-wrote' };
      }
      return queueMail(db, {
        key: `flow/${idempotencyKey}`,
        to: address,
        subject,
        text,
        ticketNumber: ticket ?? undefined,
        kind: 'flow',
      });
    },
    async reply({ text, cc, setStatus }) {
      const messageId = stableUuid(`flow-reply/${idempotencyKey}`);
      const content = await flowReply(db, work, { messageId, text, cc }, around);
      if (!content) return { notSent: 'only-machines-wrote' };
      await submit({ type: 'add-reply', messageId, ...(setStatus ? { setStatus } : {}) }, content);
      return { messageId };
    },
  };
}

async function addressOf(
  to: string,
  values: () => Promise<Record<string, unknown>>,
): Promise<string> {
  if (to !== 'requester' && to !== 'assignee') return to;
  const person = (await values())[to] as { email?: string } | undefined;
  if (person?.email) return person.email;
  throw new ActionError('nobody-to-write-to', `There is no ${to} to write to.`);
}
