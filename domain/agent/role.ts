/** What an agent may do follows from this and nothing else. */
export const roles = ['admin', 'agent', 'read-only'] as const;

export type Role = (typeof roles)[number];

/** Tickets are worked by agents who may write them. */
export function worksTickets({ role, active }: { role: Role; active: boolean }): boolean {
  return active && role !== 'read-only';
}
