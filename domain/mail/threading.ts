/** How a mail named the ticket that it belongs to, from the surest clue to the weakest. */
export const threadClues = ['in-reply-to', 'references', 'tag'] as const;

export type ThreadClue = (typeof threadClues)[number];

export interface Thread {
  ticket: number;
  by: ThreadClue;
}

/**
 * Which ticket a mail answers: by the Message-ID in In-Reply-To, then by those in References from
 * the newest to the oldest, then by a genuine tag in the subject (several: the last one, which is
 * nearest to the sender's own words). Null: none, it begins something new.
 */
export function findThread(mail: {
  inReplyTo: readonly string[];
  references: readonly string[];
  /** The tickets of all Message-IDs that we sent or received. */
  known: ReadonlyMap<string, number>;
  /** From `ticketsTagged`, those that exist. */
  tagged: readonly number[];
}): Thread | null {
  const answered = mail.inReplyTo.map((id) => mail.known.get(id)).find(isNumber);
  if (answered !== undefined) return { ticket: answered, by: 'in-reply-to' };

  const referred = mail.references
    .toReversed()
    .map((id) => mail.known.get(id))
    .find(isNumber);
  if (referred !== undefined) return { ticket: referred, by: 'references' };

  const tagged = mail.tagged.at(-1);
  return tagged === undefined ? null : { ticket: tagged, by: 'tag' };
}

function isNumber(value: number | undefined): value is number {
  return value !== undefined;
}
