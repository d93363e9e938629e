import type { Principal } from './principal';
import { invalidInput } from './validate';

/** The agent who asks, for what each agent has of their own; an API key is nobody. */
export function agentIdOf({ kind, id }: Principal): string {
  if (kind === 'session') return id;
  const message = 'an API key has nothing of its own here; sign in as an agent';
  throw invalidInput([{ path: '', message }]);
}
