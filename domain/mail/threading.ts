/** All that tells which ticket a mail answers. */
export interface ThreadFacts {
  /** The tickets of signed reply addresses among its recipients (`ticketsAddressed`). */
  addressed: readonly number[];
  inReplyTo: readonly string[];
  references: readonly string[];
  /** The tickets of all Message-IDs that we sent or received. */
  known: ReadonlyMap<string, number>;
  /** The tickets whose genuine tags stand in its subject (`ticketsTagged`). */
  tagged: readonly number[];
}

/** By what a mail named its ticket, as it is stored with the mail. */
export const threadClues = ['reply-address', 'in-reply-to', 'references', 'tag'] as const;

export type ThreadClue = (typeof threadClues)[number];

export interface ThreadingRule {
  clue: ThreadClue;
  /** In plain words, for the docs. */
  looksAt: string;
  severalMean: string;
  /** The tickets that it names, the one that counts first. */
  tickets: (facts: ThreadFacts) => readonly (number | undefined)[];
}

/**
 * Which ticket a mail answers: the first rule that names one. The subject's words, the sender and the
 * date count for nothing: people change subjects and write about two things. The docs print it, the
 * tests walk it.
 */
export const threadingRules = [
  {
    clue: 'reply-address',
    looksAt: 'a signed reply address among the recipients (envelope, To, Cc, Delivered-To)',
    severalMean: 'the first',
    tickets: ({ addressed }) => addressed,
  },
  {
    clue: 'in-reply-to',
    looksAt: 'In-Reply-To against every Message-ID that we sent or received',
    severalMean: 'the first that is known',
    tickets: ({ inReplyTo, known }) => inReplyTo.map((id) => known.get(id)),
  },
  {
    clue: 'references',
    looksAt: 'References against the same Message-IDs',
    severalMean: 'the newest (last) that is known',
    tickets: ({ references, known }) => references.toReversed().map((id) => known.get(id)),
  },
  {
    clue: 'tag',
    looksAt: 'a genuine tag in the subject',
    severalMean: 'the last, which is nearest to the sender’s own words',
    tickets: ({ tagged }) => tagged.toReversed(),
  },
] as const satisfies readonly ThreadingRule[];

export interface Thread {
  ticket: number;
  by: ThreadClue;
}

/** The ticket that a mail answers; null: none, it begins something new. */
export function findThread(facts: ThreadFacts): Thread | null {
  for (const { clue, tickets } of threadingRules) {
    const ticket = tickets(facts).find((number) => number !== undefined);
    if (ticket !== undefined) return { ticket, by: clue };
  }
  return null;
}
