import { z } from 'zod';
import {
  calendarNameMaxLength,
  maxHolidays,
  maxHoursOfDay,
  weekdays,
  type Weekday,
} from '../../domain/business-time/calendar';
import { lineField, pageOf } from '../http/fields';

const hoursSchema = z.object({ from: z.string(), to: z.string() });

export const calendarSchema = z
  .object({
    id: z.string(),
    name: z.string(),
    isDefault: z.boolean().meta({ description: 'What counts where no calendar is named.' }),
    timeZone: z.string().meta({ description: 'Whose clocks show the hours.' }),
    hours: z.object(forEachWeekday(z.array(hoursSchema))).meta({
      description: 'When it is open on each weekday; none: closed. 24:00 is the day’s end.',
    }),
    holidays: z.array(z.object({ date: z.string(), name: z.string() })).meta({
      description: 'Days that are closed whatever weekday they are, in order.',
    }),
  })
  .meta({ id: 'Calendar' });

export const calendarPage = pageOf(calendarSchema);

export const calendarsQuery = z.strictObject({});

const clock = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'this must be a time, such as 09:00');
const hoursOfDay = z
  .array(
    z.strictObject({
      from: clock,
      to: z
        .string()
        .regex(/^(([01]\d|2[0-3]):[0-5]\d|24:00)$/, 'this must be a time, such as 17:30 or 24:00'),
    }),
  )
  .max(maxHoursOfDay, `at most ${maxHoursOfDay} on one day`);

const fields = {
  name: lineField(calendarNameMaxLength),
  timeZone: lineField(60).meta({ description: 'From the IANA database, such as Europe/Berlin.' }),
  hours: z.strictObject(forEachWeekday(hoursOfDay.default([]))).meta({
    description: 'A weekday that is left out is closed.',
  }),
  holidays: z
    .array(
      z.strictObject({
        date: z.iso.date('this must be a day, such as 2026-12-25'),
        name: lineField(100),
      }),
    )
    .max(maxHolidays, `at most ${maxHolidays} holidays`),
};

export const newCalendarBody = z
  .strictObject({
    ...fields,
    holidays: fields.holidays.default([]),
    isDefault: z.boolean().optional(),
  })
  .meta({ id: 'NewCalendar' });

export const calendarChangeBody = z
  .strictObject({
    ...fields,
    isDefault: z.literal(true, 'make another calendar the default instead'),
  })
  .partial()
  .refine((given) => Object.keys(given).length > 0, 'name at least one field to change');

function forEachWeekday<S extends z.ZodType>(schema: S): Record<Weekday, S> {
  return Object.fromEntries(weekdays.map((weekday) => [weekday, schema])) as Record<Weekday, S>;
}
