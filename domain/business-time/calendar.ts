/** In the order of ISO 8601. */
export const weekdays = [
  'monday',
  'tuesday',
  'wednesday',
  'thursday',
  'friday',
  'saturday',
  'sunday',
] as const;

export type Weekday = (typeof weekdays)[number];

/** When somebody is there, as the clocks of a time zone show it. */
export interface Calendar {
  id: string;
  name: string;
  /** An IANA name, such as Europe/Berlin. */
  timeZone: string;
  /** No two of a day overlap; none: closed all day. */
  hours: Record<Weekday, OpeningHours[]>;
  /** Days that are closed whatever weekday they are. */
  holidays: Holiday[];
}

/** From and to on the same day, such as 09:00 and 17:30; 24:00 is the day's end. */
export interface OpeningHours {
  from: string;
  to: string;
}

export interface Holiday {
  /** Such as 2026-12-25. */
  date: string;
  name: string;
}

export const calendarNameMaxLength = 80;
export const maxHoursOfDay = 10;
export const maxHolidays = 500;

/** What the clock shows (09:30) as milliseconds since 00:00 on it. */
export function clockMs(clock: string): number {
  const [hours, minutes] = clock.split(':');
  return (Number(hours) * 60 + Number(minutes)) * 60_000;
}
