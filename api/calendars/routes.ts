import {
  allCalendars,
  createCalendar,
  deleteCalendar,
  findCalendar,
  updateCalendar,
  type StoredCalendar,
} from '../../db/calendar-store';
import type { Calendar } from '../../domain/business-time/calendar';
import { calendarProblems, type CalendarSettings } from '../../domain/business-time/check-calendar';
import { DomainError } from '../../domain/domain-error';
import { defineRoute } from '../http/define-route';
import { idParams } from '../http/fields';
import { once } from '../http/idempotency';
import { created, noContent, ok } from '../http/reply';
import { invalidInput } from '../http/validate';
import {
  calendarChangeBody,
  calendarPage,
  calendarSchema,
  calendarsQuery,
  newCalendarBody,
} from './schema';

const one = '/api/v1/calendars/:id';

export const calendarRoutes = [
  defineRoute({
    method: 'get',
    path: '/api/v1/calendars',
    summary: 'All calendars, the default one first',
    access: 'calendars.read',
    query: calendarsQuery,
    responses: { 200: calendarPage },
    handler: async ({ deps }) => ok({ items: await allCalendars(deps.db), nextCursor: null }),
  }),
  defineRoute({
    method: 'post',
    path: '/api/v1/calendars',
    summary: 'Add a calendar',
    access: 'calendars.write',
    body: newCalendarBody,
    responses: { 201: calendarSchema },
    async handler(call) {
      const fields = checked(call.body);
      return once(call, async (transaction) => {
        const calendar = await createCalendar(call.deps.db, fields, transaction);
        return created(calendar, { Location: `/api/v1/calendars/${calendar.id}` });
      });
    },
  }),
  defineRoute({
    method: 'get',
    path: one,
    summary: 'One calendar',
    access: 'calendars.read',
    params: idParams,
    responses: { 200: calendarSchema },
    handler: async ({ deps, params: { id } }) => ok(found(await findCalendar(deps.db, id), id)),
  }),
  defineRoute({
    method: 'patch',
    path: one,
    summary: 'Change a calendar, or make it the default',
    access: 'calendars.write',
    params: idParams,
    body: calendarChangeBody,
    responses: { 200: calendarSchema },
    async handler(call) {
      const { deps, params } = call;
      const changes = checked(call.body);
      return once(call, async (transaction) =>
        ok(found(await updateCalendar(deps.db, params.id, changes, transaction), params.id)),
      );
    },
  }),
  defineRoute({
    method: 'delete',
    path: one,
    summary: 'Remove a calendar that is not the default',
    access: 'calendars.write',
    params: idParams,
    responses: { 204: null },
    handler: (call) =>
      once(call, async (transaction) => {
        const { deps, params } = call;
        const { id, name } = found(await findCalendar(deps.db, params.id, transaction), params.id);
        if (await deleteCalendar(deps.db, id, transaction)) return noContent();
        const sentence = `${name} is the default calendar; make another one the default first.`;
        throw new DomainError('still-in-use', sentence);
      }),
  }),
];

function found(calendar: StoredCalendar | null, id: string): StoredCalendar {
  if (!calendar) throw new DomainError('not-found', `There is no calendar ${id}.`);
  return calendar;
}

/** With its holidays in order. Refuses what is impossible, with the paths of the request. */
function checked<Fields extends CalendarSettings>(fields: Fields): Fields {
  const problems = calendarProblems(fields);
  if (problems.length > 0) throw invalidInput(problems);
  return fields.holidays ? { ...fields, holidays: inOrder(fields.holidays) } : fields;
}

function inOrder(holidays: Calendar['holidays']): Calendar['holidays'] {
  return holidays.toSorted((one, other) => (one.date < other.date ? -1 : 1));
}
