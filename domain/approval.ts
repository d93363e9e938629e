export const approvalAnswers = ['approve', 'reject'] as const;

export type ApprovalAnswer = (typeof approvalAnswers)[number];

/** Whether the first answer decides, or all who are asked have to approve. */
export const approvalNeeds = ['one', 'all'] as const;

export type ApprovalNeeds = (typeof approvalNeeds)[number];

export const approvalOutcomes = ['approved', 'rejected'] as const;

export type ApprovalOutcome = (typeof approvalOutcomes)[number];

/** What ended it: somebody who was asked, its time, or the end of its run. */
export const approvalDeciders = ['person', 'timeout', 'cancelled'] as const;

export type ApprovalDecider = (typeof approvalDeciders)[number];

/** The outcome that an answer stands for. */
export const outcomeOf = {
  approve: 'approved',
  reject: 'rejected',
} as const satisfies Record<ApprovalAnswer, ApprovalOutcome>;

/**
 * What the answers come to, null while others are waited for. One for each who is asked, in the
 * order in which they came, null where there is none yet.
 */
export function decideApproval(
  needs: ApprovalNeeds,
  answers: readonly (ApprovalAnswer | null)[],
): ApprovalOutcome | null {
  const given = answers.filter((answer) => answer !== null);
  if (needs === 'one') return given[0] ? outcomeOf[given[0]] : null;
  if (given.includes('reject')) return 'rejected';
  return given.length > 0 && given.length === answers.length ? 'approved' : null;
}
