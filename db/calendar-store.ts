import type { Calendar } from '../domain/business-time/calendar';
import { query, type Database, type Transaction } from './database';
import { orAlreadyExists } from './unique';

export interface StoredCalendar extends Calendar {
  /** Exactly one is. */
  isDefault: boolean;
}

export type NewCalendar = Omit<Calendar, 'id'> & { isDefault?: boolean | undefined };

/** What is left out stays as it is. */
export type CalendarChanges = { [F in keyof Omit<Calendar, 'id'>]?: Calendar[F] | undefined } & {
  isDefault?: true | undefined;
};

const columns = `id, name, time_zone AS "timeZone", hours, holidays, is_default AS "isDefault"`;

/** All calendars, the default one first; there are few. */
export async function allCalendars(
  db: Database,
  transaction?: Transaction,
): Promise<StoredCalendar[]> {
  const sql = `SELECT ${columns} FROM calendars ORDER BY is_default DESC, lower(name), id`;
  return query(db, sql, [], transaction);
}

/** The calendars with these names, in whatever case, or ids; by what was asked for, in lower case. */
export async function findCalendars(
  db: Database,
  names: readonly string[],
): Promise<Map<string, StoredCalendar>> {
  const wanted = new Set(names.map((name) => name.toLowerCase()));
  const found = (await allCalendars(db)).flatMap((one) => [
    [one.id, one] as const,
    [one.name.toLowerCase(), one] as const,
  ]);
  return new Map(found.filter(([name]) => wanted.has(name)));
}

export async function findCalendar(
  db: Database,
  id: string,
  transaction?: Transaction,
): Promise<StoredCalendar | null> {
  const sql = `SELECT ${columns} FROM calendars WHERE id = $1`;
  const [row] = await query<StoredCalendar>(db, sql, [id], transaction);
  return row ?? null;
}

/** Adds a calendar. Throws `already-exists` when the name is taken. */
export async function createCalendar(
  db: Database,
  { name, timeZone, hours, holidays, isDefault }: NewCalendar,
  transaction: Transaction,
): Promise<StoredCalendar> {
  if (isDefault) await holdDefault(db, transaction);
  const sql = `INSERT INTO calendars (name, time_zone, hours, holidays)
    VALUES ($1, $2, $3::jsonb, $4::jsonb) RETURNING ${columns}`;
  const values = [name, timeZone, JSON.stringify(hours), JSON.stringify(holidays)];
  const [row] = await orAlreadyExists('name', nameTaken(name), () =>
    query<StoredCalendar>(db, sql, values, transaction),
  );
  return isDefault ? makeDefault(db, row!.id, transaction) : row!;
}

/** Null when there is no such calendar. Throws `already-exists` when the name is taken. */
export async function updateCalendar(
  db: Database,
  id: string,
  { name, timeZone, hours, holidays, isDefault }: CalendarChanges,
  transaction: Transaction,
): Promise<StoredCalendar | null> {
  if (isDefault) await holdDefault(db, transaction);
  const sql = `UPDATE calendars SET name = coalesce($2, name), time_zone = coalesce($3, time_zone),
    hours = coalesce($4::jsonb, hours), holidays = coalesce($5::jsonb, holidays)
    WHERE id = $1 RETURNING ${columns}`;
  const values = [id, name ?? null, timeZone ?? null, jsonOrNull(hours), jsonOrNull(holidays)];
  const [row] = await orAlreadyExists('name', nameTaken(name ?? ''), () =>
    query<StoredCalendar>(db, sql, values, transaction),
  );
  if (!row) return null;
  return isDefault ? makeDefault(db, id, transaction) : row;
}

/** Removes a calendar that is not the default; false when there was none to remove. */
export async function deleteCalendar(
  db: Database,
  id: string,
  transaction: Transaction,
): Promise<boolean> {
  const sql = 'DELETE FROM calendars WHERE id = $1 AND NOT is_default RETURNING id';
  return (await query(db, sql, [id], transaction)).length === 1;
}

/** Of two calendars that are made the default at once, the later one is it. */
async function holdDefault(db: Database, transaction: Transaction): Promise<void> {
  await query(db, 'LOCK TABLE calendars IN SHARE ROW EXCLUSIVE MODE', [], transaction);
}

async function makeDefault(
  db: Database,
  id: string,
  transaction: Transaction,
): Promise<StoredCalendar> {
  const unset = 'UPDATE calendars SET is_default = false WHERE is_default AND id <> $1';
  await query(db, unset, [id], transaction);
  const set = `UPDATE calendars SET is_default = true WHERE id = $1 RETURNING ${columns}`;
  const [row] = await query<StoredCalendar>(db, set, [id], transaction);
  return row!;
}

function jsonOrNull(value: unknown): string | null {
  return value === undefined ? null : JSON.stringify(value);
}

function nameTaken(name: string): string {
  return `Another calendar has the name ${name}.`;
}
