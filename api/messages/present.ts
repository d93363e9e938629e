import type { ThreadMessage } from '../../tickets/read-thread';

/** A message of a thread, as API.md shapes it. */
export function presentMessage(message: ThreadMessage): object {
  const { id, kind, direction, author, text, html, attachments, delivery, createdAt } = message;
  return {
    id,
    kind,
    direction,
    author,
    text,
    html,
    attachments,
    ...(delivery ? { delivery: presentDelivery(delivery) } : {}),
    createdAt,
  };
}

/** As it was when it was written: what became of its mail since does not change the answer. */
export function presentNewMessage(message: ThreadMessage): object {
  const { delivery } = message;
  return presentMessage({
    ...message,
    delivery: delivery && { ...delivery, state: 'queued', reason: null },
  });
}

function presentDelivery({
  state,
  to,
  cc,
  messageId,
  reason,
}: NonNullable<ThreadMessage['delivery']>): object {
  return { state, to, cc, messageId, ...(reason === null ? {} : { reason }) };
}
