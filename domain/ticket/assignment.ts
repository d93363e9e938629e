/** How an agent is found for a ticket when nobody names one. These are the wire values. */
export const assignmentPicks = ['round-robin', 'least-busy', 'last-agent'] as const;

export type AssignmentPick = (typeof assignmentPicks)[number];
