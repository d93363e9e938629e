import type { Database } from '../../db/database';
import type { StepWork } from '../../db/flow-step-store';
import { queueMail } from '../../mail/queue-mail';
import type { MailPort } from '../../plugins/kit/action';
import { stableUuid } from '../../tickets/stable-uuid';
import { recipientsOf } from './recipients';
import { flowReply, type ReplyAround } from './reply-content';
import { stepCommands, type StepOrigin } from './step-commands';

/**
 * Mail to the people of the ticket, to teams or to addresses, queued once under the step's key, and replies
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
    async queue({ to, cc = [], subject, text }) {
      const { ticket } = work;
      const addresses = await recipientsOf(db, ticket, values, { to, cc });
      if (addresses.to.length === 0) return { notSent: 'only-machines-wrote' };
      return queueMail(db, {
        key: `flow/${idempotencyKey}`,
        ...addresses,
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
