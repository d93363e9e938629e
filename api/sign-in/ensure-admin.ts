import { createAgent, findCredentials, type Agent } from '../../db/agent-store';
import type { Database } from '../../db/database';
import { hashPassword } from './password';

/** Makes the first admin. An agent who has this address already stays as it is, password included. */
export async function ensureAdmin(
  db: Database,
  { email, password, name = 'Admin' }: { email: string; password: string; name?: string },
): Promise<{ agent: Agent; created: boolean }> {
  const known = await findCredentials(db, email);
  if (known) return { agent: known.agent, created: false };
  const passwordHash = await hashPassword(password);
  try {
    const agent = await createAgent(db, { name, email, role: 'admin', passwordHash });
    return { agent, created: true };
  } catch (error) {
    // Another process on the same database was first.
    const other = await findCredentials(db, email);
    if (other) return { agent: other.agent, created: false };
    throw error;
  }
}
