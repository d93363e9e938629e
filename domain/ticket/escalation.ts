/** How far up a ticket was taken: 0 is not at all, 5 the highest level. These are the wire values. */
export const escalationLevels = [0, 1, 2, 3, 4, 5] as const;

export type EscalationLevel = (typeof escalationLevels)[number];
