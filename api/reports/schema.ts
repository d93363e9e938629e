import { z } from 'zod';
import { priorities } from '../../domain/ticket/priority';

const longestPeriod = 366;

const date = z.iso
  .date('this must be a date such as 2026-11-23')
  .refine((day) => day >= '1970-01-01', 'this must be 1970 or later');

export const overviewQuery = z
  .strictObject({
    from: date.meta({ description: 'The first day.' }),
    to: date.meta({ description: 'The last day, included.' }),
    timeZone: z
      .string()
      .regex(/^[A-Za-z][\w+/-]{0,63}$/, 'this must be a time zone such as Europe/Berlin')
      .default('UTC')
      .meta({ description: 'Whose days are meant, by its IANA name.', example: 'Europe/Berlin' }),
  })
  .refine(({ from, to }) => from <= to, { path: ['to'], error: 'this must not be before "from"' })
  .refine(({ from, to }) => Date.parse(to) - Date.parse(from) < longestPeriod * 86_400_000, {
    path: ['to'],
    error: `a report covers at most ${longestPeriod} days`,
  });

export const ages = ['day', 'three-days', 'week', 'month', 'older'] as const;

const count = z.int().min(0);
const seconds = z
  .number()
  .nullable()
  .meta({ description: 'Null when nothing was answered by an agent.' });

export const overviewSchema = z
  .object({
    from: z.iso.date(),
    to: z.iso.date(),
    timeZone: z.string(),
    created: count,
    resolved: count.meta({
      description: 'A ticket that was reopened and resolved again counts each time.',
    }),
    open: count.meta({ description: 'To be dealt with now: open, in progress or waiting.' }),
    unassigned: count.meta({ description: 'Of those, the ones that nobody has.' }),
    perDay: z.array(z.object({ day: z.iso.date(), created: count, resolved: count })),
    firstResponse: z.object({ answered: count, medianSeconds: seconds, p90Seconds: seconds }).meta({
      description: 'From creation to the first reply of an agent, for tickets of the period.',
    }),
    satisfaction: z
      .object({ asked: count, rated: count, satisfied: count })
      .meta({ description: 'Satisfied is who rated the help with 4 or 5 of 5 (CSAT).' }),
    openByAge: z
      .array(z.object({ age: z.enum(ages), count }))
      .meta({ description: 'Up to a day, three days, a week, 30 days, and older.' }),
    openByPriority: z.array(z.object({ priority: z.enum(priorities), count })),
    agents: z.array(
      z.object({
        id: z.guid(),
        name: z.string(),
        open: count,
        resolved: count.meta({
          description: 'Tickets of the agent, and unassigned ones that the agent resolved.',
        }),
        replies: count,
        medianFirstResponseSeconds: seconds,
        rated: count.meta({ description: 'Tickets of the agent that customers rated.' }),
        satisfied: count.meta({ description: 'Of those, with 4 or 5 of 5.' }),
      }),
    ),
    teams: z.array(
      z.object({
        id: z.guid(),
        name: z.string(),
        created: count.meta({ description: 'Tickets of the period that the team has now.' }),
        open: count,
        resolved: count.meta({ description: 'Tickets that the team had when they were resolved.' }),
        medianFirstResponseSeconds: seconds,
      }),
    ),
  })
  .meta({ id: 'ReportOverview' });
