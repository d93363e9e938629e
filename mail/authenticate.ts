import type { InboundMail } from '../db/inbound-mail-store';
import {
  notChecked,
  readAuthenticationResults,
  resultsThatCount,
  type Authentication,
} from '../domain/mail/authentication';
import { checkOurselves, checkSignatures, isSameOrBelow, type Checked } from './check-sender';
import type { ResolveDns } from './dns';
import { endOfHead } from './fingerprint';
import { domainsOf } from './from-addresses';
import { isWithin, withoutMapping } from './networks';

/** A mail that names more of them in From is nobody's. */
export const mostDomains = 10;

/** What checking senders needs. */
export interface SenderChecks {
  resolveDns: ResolveDns;
  /** Networks of our own mail servers, which have checked what they hand over. */
  relays: readonly string[];
  /** How the servers that check mail before us call themselves; none: our relays' word counts. */
  authservIds: readonly string[];
}

export interface MailToCheck {
  inbound: InboundMail;
  /** Everybody whom From names, and who is taken for its writer. */
  writers: readonly string[];
  raw: Buffer;
}

/**
 * Whether a mail comes from whom its From names: by SPF, DKIM and DMARC (RFC 7208, 6376, 7489) when it
 * came straight from the internet; otherwise what a server before us that we trust wrote on it, and by
 * its signatures where none did.
 */
export async function authenticateMail(
  { inbound, writers, raw }: MailToCheck,
  { resolveDns, relays, authservIds }: SenderChecks,
): Promise<Checked> {
  const { remoteAddress } = inbound.envelope;
  const domains = domainsOf(writers).slice(0, mostDomains);
  // Whoever has a key of ours may write as anybody, as our own mail servers may.
  const isByOurs =
    inbound.via === 'http' ||
    (inbound.via === 'smtp' && (remoteAddress === undefined || isWithin(remoteAddress, relays)));
  if (inbound.via === 'smtp' && remoteAddress !== undefined && !isByOurs) {
    const { from, helo = '' } = inbound.envelope;
    const hop = { ip: withoutMapping(remoteAddress), sender: from ?? '', helo };
    return checkOurselves(raw, { hop, domains, resolveDns });
  }
  // What comes by other ways may have any header on it that its sender liked.
  const areRead = isByOurs || authservIds.length > 0;
  const value = areRead ? resultsThatCount(resultsIn(raw), authservIds) : undefined;
  const found = readAuthenticationResults(value);
  if (found.dmarc !== null) return checkedBefore(found, domains);
  // The mail program of an agent writes to our own mail server, which need not say what it checked.
  if (isByOurs && authservIds.length === 0) {
    return { ...notChecked, undecided: false, isProven: true };
  }
  if (/^dkim-signature[ \t]*:/im.test(headOf(raw))) {
    return checkSignatures(raw, { domains, resolveDns });
  }
  return { ...notChecked, undecided: false, isProven: false };
}

/** What passed for another domain than those that are shown proves nothing about them. */
function checkedBefore(found: Authentication, domains: readonly string[]): Checked {
  const { domain } = found;
  const isOther = domain !== null && !domains.every((one) => isSameOrBelow(domain, one));
  const hasOthers = domain === null && domains.length > 1;
  const result = found.result === 'pass' && (isOther || hasOthers) ? 'none' : found.result;
  return { ...found, result, undecided: false, isProven: result === 'pass' };
}

/** The values of its Authentication-Results headers, the topmost first. */
function resultsIn(raw: Buffer): string[] {
  const found = headOf(raw).matchAll(/^authentication-results[ \t]*:(.*)$/gim);
  return [...found].map(([, value]) => value!.trim());
}

function headOf(raw: Buffer): string {
  const head = raw.toString('latin1', 0, Math.min(endOfHead(raw), 100_000));
  return head.replaceAll(/\r?\n[ \t]+/g, ' ');
}
