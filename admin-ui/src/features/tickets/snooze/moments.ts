/** The moments that are offered, in the reader's own zone. */
export const snoozeChoices = ['later', 'tomorrow', 'monday', 'week'] as const;

export type SnoozeChoice = (typeof snoozeChoices)[number];

const morning = 9;

/** When a choice made now would end. */
export function momentOf(choice: SnoozeChoice, now: Date): Date {
  switch (choice) {
    case 'later':
      return new Date(now.getTime() + 3 * 3_600_000);
    case 'tomorrow':
      return morningIn(1, now);
    case 'monday':
      return morningIn((8 - now.getDay()) % 7 || 7, now);
    case 'week':
      return morningIn(7, now);
  }
}

/** Nine in the morning so many days from now, also where the clocks change in between. */
function morningIn(days: number, now: Date): Date {
  return new Date(now.getFullYear(), now.getMonth(), now.getDate() + days, morning);
}

/** As a field for date and time takes it: `2026-11-24T09:00`, in the reader's own zone. */
export function localText(at: Date): string {
  const two = (value: number): string => String(value).padStart(2, '0');
  const day = [at.getFullYear(), two(at.getMonth() + 1), two(at.getDate())].join('-');
  return `${day}T${two(at.getHours())}:${two(at.getMinutes())}`;
}
