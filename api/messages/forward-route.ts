import { z } from 'zod';
import { copyAttachments } from '../../db/attachment-store';
import { listMailboxes } from '../../db/mailbox-store';
import { findThreadPeople } from '../../db/mail-thread-store';
import { ticketGoingOn } from '../../db/merge-store';
import { addWatchers } from '../../db/watcher-store';
import { DomainError } from '../../domain/domain-error';
import { comparable } from '../../domain/mail/address';
import { isOurs } from '../../domain/mail/reply-address';
import { attachmentLimits } from '../../domain/mail/attachment-limits';
import { forwardedFrom, isForwardable } from '../../domain/mail/forwarded-text';
import { composeForward } from '../../mail/compose-forward';
import { assertMayLeave } from '../../mail/sending-domain';
import { readMessage, type ThreadMessage } from '../../tickets/read-thread';
import { stableUuid } from '../../tickets/stable-uuid';
import type { CommandContent } from '../../tickets/submit-command';
import type { ApiDeps } from '../deps';
import { defineRoute } from '../http/define-route';
import { emailField, ticketNumberParams } from '../http/fields';
import { commandIdOf } from '../http/idempotency';
import { authorOf, type Principal } from '../http/principal';
import { created } from '../http/reply';
import { invalidInput } from '../http/validate';
import { etagOf } from '../tickets/present';
import { submitFor } from '../tickets/submit';
import { presentNewMessage } from './present';
import { longestText, messageSchema } from './schema';

const mostAddresses = 10;
const addresses = z.array(emailField).max(mostAddresses, `at most ${mostAddresses} addresses`);

const forwardBody = z
  .strictObject({
    to: addresses.min(1, 'name whom it goes to'),
    cc: addresses.optional(),
    text: z
      .string()
      .max(longestText, `this has more than ${longestText} characters`)
      .refine((text) => text.trim() !== '', 'write what it is about')
      .meta({ description: 'Your own words; the message stands below them.' }),
    attachments: z
      .boolean()
      .default(true)
      .meta({ description: 'Whether the files of the message go along.' }),
  })
  .meta({ id: 'MessageForward' });

export const messageForwardRoutes = [
  defineRoute({
    method: 'post',
    path: '/api/v1/tickets/:number/messages/:messageId/forward',
    summary: 'Show one message to third parties by mail; the customer sees nothing of it',
    access: 'tickets.write',
    params: ticketNumberParams.extend({ messageId: z.guid('this is no id') }),
    body: forwardBody,
    responses: { 201: messageSchema },
    async handler(call) {
      const { deps, params, body, principal } = call;
      const id = commandIdOf(call);
      const messageId = stableUuid(`message/${id}`);
      const original = await messageToForward(deps, params);
      if (body.attachments) checkSize(original);
      await checkRecipients(deps, params.number, body);
      const { ticket } = await submitFor(
        call,
        { id, ticket: params.number, change: { type: 'add-forward', messageId } },
        await contentOf(deps, { ticket: params.number, messageId, original, body, principal }),
      );
      const message = await readMessage(deps.db, messageId);
      return created(presentNewMessage(message!), etagOf(ticket));
    },
  }),
];

async function messageToForward(
  { db }: ApiDeps,
  { number, messageId }: { number: number; messageId: string },
): Promise<ThreadMessage> {
  const message = await readMessage(db, messageId);
  const isShownThere =
    message?.ticket === number || (message && (await ticketGoingOn(db, message.ticket)) === number);
  if (!message || !isShownThere || message.delivery?.state === 'withdrawn') {
    throw new DomainError('not-found', `There is no message ${messageId} on ticket ${number}.`);
  }
  if (message.delivery?.state === 'queued' && message.kind === 'reply') {
    const why = 'This reply has not left yet; forward it when it is sent.';
    throw new DomainError('message-stays-inside', why);
  }
  if (isForwardable(message.kind)) return message;
  const why =
    message.kind === 'note'
      ? 'An internal note stays inside and cannot be forwarded.'
      : 'Only what opened the ticket, what the customer wrote and what was replied can be forwarded.';
  throw new DomainError('message-stays-inside', why);
}

function checkSize({ attachments }: ThreadMessage): void {
  const total = attachments.reduce((sum, { size }) => sum + size, 0);
  if (total <= attachmentLimits.maxTotalBytes) return;
  const megabytes = attachmentLimits.maxTotalBytes / 1024 / 1024;
  const message = `its files are larger than ${megabytes} MB together; forward it without them`;
  throw invalidInput([{ path: 'attachments', message }]);
}

/** A third party is neither the customer, who gets replies, nor we ourselves. */
async function checkRecipients(
  { db }: ApiDeps,
  number: number,
  body: z.output<typeof forwardBody>,
): Promise<void> {
  const customers = (await findThreadPeople(db, number))?.requesterAddresses ?? [];
  const own = (await listMailboxes(db)).map(({ address }) => address);
  const problems = (['to', 'cc'] as const).flatMap((field) =>
    (body[field] ?? []).flatMap((address, index) => {
      const path = `${field}.${index}`;
      if (isOurs(address, own)) {
        return [{ path, message: `${address} is our own mailbox` }];
      }
      if (customers.includes(comparable(address))) {
        return [{ path, message: `${address} is a customer of this ticket; write a reply` }];
      }
      return [];
    }),
  );
  if (problems.length > 0) throw invalidInput(problems);
}

/** The forward with its mail and files. Who forwards watches the ticket, to be told of the answer. */
async function contentOf(
  { db, mail }: ApiDeps,
  {
    ticket,
    messageId,
    original,
    body,
    principal,
  }: {
    ticket: number;
    messageId: string;
    original: ThreadMessage;
    body: z.output<typeof forwardBody>;
    principal: Principal;
  },
): Promise<CommandContent> {
  const { message, delivery } = await composeForward(db, {
    ticket,
    messageId,
    agent: { id: principal.id, name: principal.name, email: principal.email ?? '' },
    text: body.text,
    to: body.to,
    cc: body.cc,
    original: { ...original, from: forwardedFrom(original.author) },
  });
  const { address } = delivery.sender;
  await assertMayLeave(db, { address, mailIsCaught: mail.isCaught });
  return {
    message: { ...message, author: authorOf(principal) },
    delivery,
    async also(_ticket, transaction) {
      const copy = { from: original.id, to: messageId };
      if (body.attachments) await copyAttachments(db, copy, transaction);
      const watchers = principal.kind === 'session' ? [principal.id] : [];
      await addWatchers(db, ticket, watchers, transaction);
    },
  };
}
