import type { ThreadMessage } from '../../tickets/read-thread';

/** How much longer a reply is held than people are told. */
export const graceSeconds = 3;

/** A message as it is read on a ticket, which may be another one than its own. */
export function presentMessage(message: ThreadMessage, readOn = message.ticket): object {
  const { id, kind, direction, author, text, html, attachments, mentions, delivery, createdAt } =
    message;
  return {
    id,
    kind,
    direction,
    author,
    text,
    html,
    attachments,
    mentions,
    ...(message.ticket === readOn ? {} : { fromTicket: message.ticket }),
    ...(delivery ? { delivery: presentDelivery(delivery) } : {}),
    createdAt,
  };
}

/** As it was when it was written: what became of its mail since does not change the answer. */
export function presentNewMessage(message: ThreadMessage): object {
  const { delivery } = message;
  return presentMessage({
    ...message,
    delivery: delivery && { ...delivery, state: 'queued', reason: null, heldUntil: null },
  });
}

function presentDelivery({
  state,
  to,
  cc,
  bcc,
  messageId,
  reason,
  heldUntil,
}: NonNullable<ThreadMessage['delivery']>): object {
  return {
    state,
    to,
    cc,
    bcc,
    messageId,
    ...(reason === null ? {} : { reason }),
    ...(heldUntil && state === 'queued' ? { sendsAt: sendsAt(heldUntil) } : {}),
  };
}

/** A little before the hold ends, so that whoever decides at the last moment is still in time. */
function sendsAt(heldUntil: string): string {
  return new Date(Date.parse(heldUntil) - graceSeconds * 1_000).toISOString();
}
