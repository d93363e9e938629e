/** The zone that the reader's device is set to. */
export function myTimeZone(): string {
  return new Intl.DateTimeFormat().resolvedOptions().timeZone;
}
