import type { Database } from '../db/database';
import { findSendingDomain, type Domain } from '../db/domain-store';
import { findMailboxByAddress } from '../db/mailbox-store';
import { DomainError } from '../domain/domain-error';
import { domainOf } from '../domain/mail/address';
import { maySend } from '../domain/mail/domain-records';
import { mailTexts } from '../domain/mail/messages';

/**
 * Why mail of an address may not leave, or null when it may: its domain has to be verified, unless the
 * mail goes to a catcher that delivers nothing.
 */
export async function whyNotFrom(
  db: Database,
  { address, mailIsCaught }: { address: string; mailIsCaught: boolean },
): Promise<string | null> {
  const mailbox = await findMailboxByAddress(db, address);
  const hasOwnServer = (mailbox?.smtp ?? null) !== null;
  if (mailIsCaught && !hasOwnServer) return null;
  const domain = await findSendingDomain(db, address);
  return sentence(domain, domainOf(address));
}

/** Refuses with `domain-not-verified` what would never leave. */
export async function assertMayLeave(
  db: Database,
  from: { address: string; mailIsCaught: boolean },
): Promise<void> {
  const why = await whyNotFrom(db, from);
  if (why !== null) throw new DomainError('domain-not-verified', why);
}

function sentence(domain: Domain | null, name: string): string | null {
  if (domain && maySend(domain, new Date())) return null;
  if (!domain) return mailTexts.domainUnknown(name);
  return domain.verifiedAt
    ? mailTexts.domainFailing(domain.name)
    : mailTexts.domainUnverified(domain.name);
}
