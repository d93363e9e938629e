import type { z } from 'zod';
import type { Approval } from '../../db/approval-store';
import type { approvalSchema } from './schema';

/** An approval as the agent of this id sees it; null: a key, of whom no answer is waited for. */
export function presentApproval(
  approval: Approval,
  agentId: string | null,
): z.output<typeof approvalSchema> {
  const { iteration: _, until, createdAt, endedAt, ...facts } = approval;
  const isAsked = facts.people.some(({ agent, answer }) => agent.id === agentId && !answer);
  return {
    ...facts,
    until: until?.toISOString() ?? null,
    createdAt: createdAt.toISOString(),
    endedAt: endedAt?.toISOString() ?? null,
    mayAnswer: !endedAt && isAsked,
  };
}
