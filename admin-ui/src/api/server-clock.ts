let aheadMs = 0;

/** The server's time (epoch ms), by the Date header of its last answer; a header has whole seconds. */
export function serverNow(): number {
  return Date.now() + aheadMs;
}

export function noteServerTime(date: string | null): void {
  const difference = Date.parse(date ?? '') - Date.now();
  if (Number.isFinite(difference)) aheadMs = Math.abs(difference) > 2_000 ? difference : 0;
}
