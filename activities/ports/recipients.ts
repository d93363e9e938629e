import { isOfMachinesOnly } from '../../db/automatic-mail-store';
import type { Database } from '../../db/database';
import { membersToWriteTo } from '../../db/team-store';
import { comparable } from '../../domain/mail/address';
import { ActionError, type MailRecipient } from '../../plugins/kit/action';
import { teamIdOf } from './names';

type Values = () => Promise<Record<string, unknown>>;

/**
 * The addresses of those to whom a Flow writes, each once. Whoever only machines wrote for on this
 * ticket is left out (RFC 3834, 2), so that nobody may be left. Throws `nobody-to-write-to`.
 */
export async function recipientsOf(
  db: Database,
  ticket: number | null,
  values: Values,
  asked: { to: MailRecipient | readonly MailRecipient[]; cc: readonly MailRecipient[] },
): Promise<{ to: string[]; cc: string[] }> {
  const to = await addressesOf(db, [asked.to].flat(), values);
  const cc = without(to, await addressesOf(db, asked.cc, values));
  return { to: await fromPeople(db, ticket, to), cc: await fromPeople(db, ticket, cc) };
}

async function addressesOf(
  db: Database,
  recipients: readonly MailRecipient[],
  values: Values,
): Promise<string[]> {
  const found: string[] = [];
  for (const one of recipients) {
    const addresses = typeof one === 'string' ? [one] : await membersOf(db, one.team);
    for (const address of addresses) {
      const known = await addressOf(address, values);
      found.push(...without(found, [known]));
    }
  }
  return found;
}

async function addressOf(to: string, values: Values): Promise<string> {
  if (to !== 'requester' && to !== 'assignee') return to;
  const { email } = ((await values())[to] ?? {}) as { email?: string };
  if (!email) throw new ActionError('nobody-to-write-to', `There is no ${to} to write to.`);
  return email;
}

async function membersOf(db: Database, team: string): Promise<string[]> {
  const members = await membersToWriteTo(db, await teamIdOf(db, team));
  if (members.length > 0) return members.map(({ email }) => email);
  throw new ActionError('nobody-to-write-to', `Nobody active is in the team ${team}.`);
}

function without(known: readonly string[], addresses: readonly string[]): string[] {
  const taken = new Set(known.map(comparable));
  return addresses.filter((address) => !taken.has(comparable(address)));
}

async function fromPeople(
  db: Database,
  ticket: number | null,
  addresses: readonly string[],
): Promise<string[]> {
  if (ticket === null) return [...addresses];
  const kept: string[] = [];
  for (const address of addresses) {
    if (!(await isOfMachinesOnly(db, ticket, address))) kept.push(address);
  }
  return kept;
}
