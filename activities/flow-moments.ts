import type { Database } from '../db/database';
import type { StepWork } from '../db/flow-step-store';
import { findCalendars } from '../db/calendar-store';
import { addBusinessTime, nextOpening } from '../domain/business-time/business-time';
import type { Calendar } from '../domain/business-time/calendar';
import type { WaitStep } from '../flows/engine/definition';
import { ActionError } from '../plugins/kit/action';
import { stepValue } from './flow-step';

/** When the time of a wait is up that counts business time, or lasts until a moment that a value says. */
export function momentOf(
  db: Database,
  publicUrl: string,
): (work: StepWork, step: WaitStep, begunAt: Date) => Promise<Date | null> {
  return async (work, step, begunAt) => {
    const { at, calendar: name } = work.compiled.inputs[step.id] ?? {};
    if (at === undefined && name === undefined && step.forMs === null) return null;
    const from = at === undefined ? begunAt : await momentIn(db, work, at, publicUrl);
    const calendar = typeof name === 'string' ? await calendarNamed(db, name) : null;
    if (!calendar) return step.forMs === null ? from : new Date(from.getTime() + step.forMs);
    const end =
      step.forMs === null
        ? nextOpening(calendar, from)
        : addBusinessTime(calendar, from, step.forMs);
    if (end) return end;
    throw new ActionError(
      'calendar-never-open',
      `The calendar "${String(name)}" does not open in time.`,
    );
  };
}

async function momentIn(
  db: Database,
  work: StepWork,
  value: unknown,
  publicUrl: string,
): Promise<Date> {
  const said = await stepValue(db, work, value, publicUrl);
  const moment = new Date(typeof said === 'string' || typeof said === 'number' ? said : NaN);
  if (!Number.isNaN(moment.getTime())) return moment;
  throw new ActionError(
    'not-a-moment',
    `"at" came to ${JSON.stringify(said)}, which is no moment; write one as in 2026-11-23T09:00:00Z.`,
  );
}

async function calendarNamed(db: Database, name: string): Promise<Calendar> {
  const found = (await findCalendars(db, [name])).get(name.toLowerCase());
  if (found) return found;
  throw new ActionError('calendar-not-found', `There is no calendar "${name}" any more.`);
}
