const maxLength = 250;
const maxReferences = 50;

/**
 * The Message-IDs in a header's value, each with its angle brackets, in their order and once
 * (RFC 5322, 3.6.4). Real mail has junk between them; it is passed over.
 */
export function messageIdsIn(value: string): string[] {
  const ids = value.slice(0, 100_000).match(/<[^<>\s]{1,248}>/g) ?? [];
  return boundedReferences(ids);
}

/** At most fifty ids: the first, which began the thread, and the newest. Overlong ones go. */
export function boundedReferences(ids: readonly string[]): string[] {
  const known = [...new Set(ids)].filter((id) => id.length <= maxLength);
  if (known.length <= maxReferences) return known;
  return [known[0]!, ...known.slice(1 - maxReferences)];
}
