import { randomUUID } from 'node:crypto';
import { addConversationMessage, createConversation } from '../db/conversation-store';
import { inTransaction, type Database } from '../db/database';
import { findOrCreateRequester } from '../db/requester-store';

export interface ConversationStart {
  /** SHA-256 of the token by which the visitor is known from then on. */
  tokenHash: Buffer;
  name?: string | null | undefined;
  email?: string | null | undefined;
  text: string;
  /** Of the first message; a new one when left out. */
  messageId?: string | undefined;
}

/**
 * Begins a conversation with the visitor's first message and answers its id. An address leads to
 * its Contact, else to a Lead, as for mail; it stays a claim that nobody has checked.
 */
export async function startConversation(
  db: Database,
  { tokenHash, name = null, email = null, text, messageId = randomUUID() }: ConversationStart,
): Promise<string> {
  return inTransaction(db, async (transaction) => {
    const person = email ? await findOrCreateRequester(db, { email, name }, transaction) : null;
    const visitor = { name, email };
    const id = await createConversation(db, { tokenHash, visitor, person }, transaction);
    const author = { type: 'visitor', id: null, name } as const;
    await addConversationMessage(
      db,
      { id: messageId, conversationId: id, author, text },
      transaction,
    );
    return id;
  });
}
