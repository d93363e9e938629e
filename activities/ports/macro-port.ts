import { macroChanges, renderMacroText } from '../../automation/render-macro';
import type { Database } from '../../db/database';
import type { StepWork } from '../../db/flow-step-store';
import { findSharedMacro, type Macro } from '../../db/macro-store';
import { listMailedMessages } from '../../db/mail-thread-store';
import type { ChangesAlong } from '../../domain/ticket/command';
import { maxTags } from '../../domain/ticket/ticket';
import { mailboxFor } from '../../mail/sender';
import { ActionError } from '../../plugins/kit/action';
import type { MacroPort } from '../../plugins/kit/ticket-ports';
import { stableUuid } from '../../tickets/stable-uuid';
import { flowReply, type ReplyAround } from './reply-content';
import { flowActor, stepCommands, ticketOf, type StepOrigin } from './step-commands';

/** Macros as a Flow uses them: what they say of whoever uses them is the ticket's mailbox. */
export function macroPort(
  db: Database,
  work: StepWork,
  origin: StepOrigin,
  around: ReplyAround,
): MacroPort {
  const { submit, submitOn } = stepCommands(db, work, origin, { part: 'macro' });

  const change = ({ addTags = [], ...fields }: ChangesAlong) =>
    submitOn(({ tags: before }) => {
      const tags = [...new Set([...before, ...addTags])].slice(0, maxTags);
      return Promise.resolve({
        type: 'update',
        fields: addTags.length > 0 ? { ...fields, tags } : fields,
      });
    });

  return {
    async run({ name, as }) {
      const macro = await findSharedMacro(db, name);
      if (!macro) {
        const message = `There is no macro ${name} that everybody or a team sees; name another one in the Flow.`;
        throw new ActionError('macro-not-found', message);
      }
      const along = macroChanges(macro, { id: null });
      if (!along) throw assignsToUser(macro);
      const text = await textOf(db, work, macro, around);
      if (text === '') {
        await change(along);
        return {};
      }
      const messageId = stableUuid(`flow-macro/${origin.idempotencyKey}`);
      if (as === 'note') {
        const author = { ...flowActor(work), email: null };
        await submit(
          { type: 'add-note', messageId, along },
          {
            message: {
              id: messageId,
              kind: 'note',
              direction: 'internal',
              author,
              text,
              html: null,
            },
          },
        );
        return { messageId };
      }
      const content = await flowReply(db, work, { messageId, text }, around);
      if (!content) {
        await change(along);
        return { notSent: 'only-machines-wrote' };
      }
      await submit({ type: 'add-reply', messageId, along }, content);
      return { messageId };
    },
  };
}

async function textOf(
  db: Database,
  work: StepWork,
  macro: Macro,
  { publicUrl }: ReplyAround,
): Promise<string> {
  if (macro.text.trim() === '') return '';
  const ticket = ticketOf(work);
  const { name, address } = await mailboxFor(db, await listMailedMessages(db, ticket));
  const agent = { name, email: address };
  return (await renderMacroText(db, macro, { agent }, { ticket, publicUrl })).trim();
}

function assignsToUser({ name }: Macro): ActionError {
  return new ActionError(
    'macro-not-for-flows',
    `The macro ${name} assigns to whoever uses it, and a Flow is no agent; name an agent in the macro, or use another one.`,
  );
}
