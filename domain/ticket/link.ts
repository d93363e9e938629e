/** What one ticket is to another, as the ticket that keeps the link sees it. These are the wire values. */
export const linkKinds = ['related', 'causes', 'caused_by', 'split_into', 'split_from'] as const;

export type LinkKind = (typeof linkKinds)[number];

/** Those that people make by hand; the others come with what they tell of. */
export const handmadeLinkKinds = ['related', 'causes', 'caused_by'] as const satisfies LinkKind[];

export interface TicketLink {
  kind: LinkKind;
  number: number;
}

/** The same link from the other ticket's side. */
export const oppositeLink = {
  related: 'related',
  causes: 'caused_by',
  caused_by: 'causes',
  split_into: 'split_from',
  split_from: 'split_into',
} as const satisfies Record<LinkKind, LinkKind>;

export const maxLinks = 100;
