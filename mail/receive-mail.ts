import { randomUUID } from 'node:crypto';
import { inTransaction, type Database, type Transaction } from '../db/database';
import { storeInboundMail, type Envelope, type InboundMail } from '../db/inbound-mail-store';
import { lookAt } from './fingerprint';

export interface Received {
  id: string;
  outcome: 'received' | 'duplicate';
  /** The ticket of the mail that this one repeats, where that is known. */
  ticket: number | null;
}

/** A raw mail and how it came. */
export interface ArrivedMail {
  raw: Buffer;
  via: InboundMail['via'];
  envelope: Envelope;
  /** It may have been fetched before: its folder is looked at again. */
  isLookedAtAgain?: boolean;
}

/** Stored with the mail or not at all; what it throws keeps the mail from being stored. */
export type Alongside = (transaction: Transaction) => Promise<void>;

// How long other processes leave a new mail to the one that took it in.
const headStartS = 10;

/**
 * Stores a raw mail as it came. When this has answered, the mail is ours and may be acknowledged;
 * it throws when it could not be stored.
 */
export async function receiveMail(
  db: Database,
  mail: ArrivedMail,
  alongside?: Alongside,
): Promise<Received> {
  const id = randomUUID();
  const look = lookAt(mail.raw, { isFetched: mail.via === 'imap' });
  const row = { ...mail, ...look, id, headStartS };
  const stored = alongside
    ? await inTransaction(db, async (transaction) => {
        await alongside(transaction);
        return storeInboundMail(db, row, transaction);
      })
    : await storeInboundMail(db, row);
  const ticket = stored.outcome === 'duplicate' ? stored.of.ticket : null;
  return { id, outcome: stored.outcome, ticket };
}
