import { allAgents } from '../../db/agent-store';
import type { Database } from '../../db/database';
import { listMailboxes } from '../../db/mailbox-store';
import { blockedAmong, isDomain } from '../../domain/mail/blocked-sender';
import { invalidInput } from '../http/validate';

/** Refuses what would block an agent or ourselves. `path`: the field that asks for it. */
export async function checkBlockable(db: Database, pattern: string, path: string): Promise<void> {
  const [mailboxes, agents] = await Promise.all([listMailboxes(db), allAgents(db)]);
  const mailbox = blockedAmong(pattern, mailboxes);
  const agent = blockedAmong(
    pattern,
    agents.map(({ name, email }) => ({ name, address: email })),
  );
  const instead = 'block single addresses instead';
  const message = mailbox
    ? isDomain(pattern)
      ? `our mailbox ${mailbox.address} is in ${pattern}; ${instead}`
      : `${pattern} is our own mailbox, and what it sends never becomes a ticket anyway`
    : agent
      ? isDomain(pattern)
        ? `the address of the agent ${agent.name} is in ${pattern}; ${instead}`
        : `${pattern} is the address of the agent ${agent.name}; change it there first`
      : null;
  if (message) throw invalidInput([{ path, message }]);
}
