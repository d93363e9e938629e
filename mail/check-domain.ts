import type { Logger } from 'pino';
import type { Database } from '../db/database';
import { claimDomainsToCheck, noteDomainChecks, type Domain } from '../db/domain-store';
import { listMailboxes } from '../db/mailbox-store';
import {
  checkRecord,
  neededToSend,
  recordsOf,
  type DomainRecord,
} from '../domain/mail/domain-records';
import { spfMechanisms } from '../domain/mail/spf-mechanism';
import { hasNoSuchRecord, type ResolveDns } from './dns';

/** What looking at domains needs. `smtpUrl`: the system's server; undefined: none that delivers. */
export interface DomainChecks {
  db: Database;
  resolveDns: ResolveDns;
  smtpUrl: string | undefined;
}

/** The records that a domain needs, by the servers that its mail leaves by today. */
export async function recordsFor(
  { db, smtpUrl }: Pick<DomainChecks, 'db' | 'smtpUrl'>,
  domain: Domain,
): Promise<DomainRecord[]> {
  const own = (await listMailboxes(db)).flatMap(({ smtp }) => smtp?.host ?? []);
  const system = smtpUrl === undefined ? [] : [new URL(smtpUrl).hostname];
  return recordsOf(domain, spfMechanisms([...system, ...own]));
}

/** Asks the DNS for each record of a domain and notes what it said; null when the domain is gone. */
export async function checkDomain(deps: DomainChecks, domain: Domain): Promise<Domain | null> {
  const records = await recordsFor(deps, domain);
  const checks = await Promise.all(
    records.map(async (record) => checkRecord(record, await textsFor(deps.resolveDns, record))),
  );
  const needed = checks.filter(({ purpose }) => neededToSend.includes(purpose));
  const isVerified = needed.some(({ state }) => state === 'unknown')
    ? null
    : needed.every(({ state }) => state === 'right');
  return noteDomainChecks(deps.db, domain.id, { checks, isVerified });
}

/** A policy (DMARC) that stands at a parent domain counts for those below it (RFC 7489, 6.6.3). */
async function textsFor(
  resolveDns: ResolveDns,
  { purpose, name }: DomainRecord,
): Promise<string[] | null> {
  const texts = await textsAt(resolveDns, name);
  const [prefix, ...labels] = name.split('.');
  if (purpose !== 'dmarc' || texts === null || texts.length > 0 || labels.length < 3) return texts;
  return textsAt(resolveDns, [prefix, ...labels.slice(-2)].join('.'));
}

async function textsAt(resolveDns: ResolveDns, name: string): Promise<string[] | null> {
  try {
    const records = (await resolveDns(name, 'TXT')) as string[][];
    return records.map((chunks) => chunks.join(''));
  } catch (error) {
    return hasNoSuchRecord(error) ? [] : null;
  }
}

const everyMs = 30_000;
const atOnce = 20;

/** Looks at domains when it is time to; any number of processes may. Answers how to stop. */
export function watchDomains(deps: DomainChecks & { log: Logger }): () => Promise<void> {
  let looking: Promise<unknown> = Promise.resolve();
  const look = async (): Promise<void> => {
    const due = await claimDomainsToCheck(deps.db, atOnce);
    await Promise.all(due.map((domain) => checkDomain(deps, domain)));
  };
  const timer = setInterval(() => {
    looking = looking
      .then(look)
      .catch((err: unknown) => deps.log.warn({ err }, 'domains wait to be looked at'));
  }, everyMs);
  return async () => {
    clearInterval(timer);
    await looking;
  };
}
