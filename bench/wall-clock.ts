/**
 * The system's time in milliseconds with fractions, for comparing with times that a server on the
 * same machine noted. `Date.now()` has whole milliseconds: the moment at which it moves on tells
 * the rest. Open a new one for each series, since the two clocks may drift apart.
 */
export function openWallClock(): () => number {
  const before = Date.now();
  let at = Date.now();
  while (at === before) at = Date.now();
  const offset = at - performance.now();
  return () => offset + performance.now();
}
