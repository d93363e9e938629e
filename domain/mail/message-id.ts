const maxLength = 250;
const maxReferences = 50;

/**
 * The Message-IDs in a header's value, each with its angle brackets, in their order and once
 * (RFC 5322, 3.6.4). Real mail has junk between them, which is passed over, and at times no brackets.
 */
export function messageIdsIn(value: string): string[] {
  const given = value.slice(0, 100_000);
  const ids = given.match(inBrackets) ?? given.match(withoutBrackets)?.map((id) => `<${id}>`);
  return boundedReferences(ids ?? []);
}

// Nothing that ends a header, and no NUL, which no database takes.
const inBrackets = /<[^<>\s\p{Cc}]{1,248}>/gu;
const withoutBrackets =
  /(?<![^\s,])[^<>()",;:@\s\p{Cc}]{1,120}@[^<>()",;@\s\p{Cc}]{1,120}(?![^\s,])/gu;

/** At most fifty ids: the first, which began the thread, and the newest. Overlong ones go. */
export function boundedReferences(ids: readonly string[]): string[] {
  const known = [...new Set(ids)].filter((id) => id.length <= maxLength);
  if (known.length <= maxReferences) return known;
  return [known[0]!, ...known.slice(1 - maxReferences)];
}
