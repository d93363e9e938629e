import { randomUUID } from 'node:crypto';
import type { Database } from '../db/database';
import { storeInboundMail, type Envelope, type InboundMail } from '../db/inbound-mail-store';
import { lookAt } from './fingerprint';

export interface Received {
  id: string;
  outcome: 'received' | 'duplicate';
  /** The ticket of the mail that this one repeats, where that is known. */
  ticket: number | null;
}

// How long other processes leave a new mail to the one that took it in.
const headStartS = 10;

/**
 * Stores a raw mail as it came. When this has answered, the mail is ours and may be acknowledged;
 * it throws when it could not be stored.
 */
export async function receiveMail(
  db: Database,
  mail: { raw: Buffer; via: InboundMail['via']; envelope: Envelope },
): Promise<Received> {
  const id = randomUUID();
  const stored = await storeInboundMail(db, { ...mail, ...lookAt(mail.raw), id, headStartS });
  const ticket = stored.outcome === 'duplicate' ? stored.of.ticket : null;
  return { id, outcome: stored.outcome, ticket };
}
