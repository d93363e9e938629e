/** Where a ticket is while it is nobody's work: both are emptied after some days. */
export const removals = ['bin', 'spam'] as const;

export type Removal = (typeof removals)[number];

/** For so many days a removed ticket can be brought back. */
export const usualBinDays = 30;
