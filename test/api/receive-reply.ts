import { randomUUID } from 'node:crypto';
import type { Database } from '../../db/database';
import { submitCommand } from '../../tickets/submit-command';

/** A customer's reply as the mail brings it. */
export async function receiveReply(
  db: Database,
  ticket: number,
  { automatic }: { automatic: boolean },
): Promise<void> {
  const messageId = randomUUID();
  const author = {
    type: 'customer',
    id: 'cleo',
    name: 'Cleo Customer',
    email: 'c@c.example',
  } as const;
  const outcome = await submitCommand(
    db,
    {
      id: randomUUID(),
      ticket,
      actor: { type: 'customer', id: author.id, name: author.name },
      change: { type: 'receive-reply', messageId, automatic },
    },
    {
      message: {
        id: messageId,
        kind: 'customer',
        direction: 'in',
        author,
        text: 'It still burns.',
        html: null,
      },
    },
  );
  if (!outcome.ok) throw new Error(outcome.refusal.message);
}
