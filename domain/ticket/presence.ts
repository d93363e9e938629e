/** What an agent does on a ticket's page, the least first. */
export const doings = ['viewing', 'noting', 'replying'] as const;

export type Doing = (typeof doings)[number];

/** A page says that often that it is still there … */
export const presenceEveryMs = 15_000;

/** … and is taken for gone after so long. */
export const presenceLastsMs = 40_000;
