import { query, type Database } from './database';

/** One page of people or accounts, by name. */
export interface PeoplePage {
  /** Words in the name or the address. */
  holds?: string | undefined;
  limit: number;
  /** The last row of the page before. */
  after?: PeoplePlace | undefined;
}

/** The text that a row is sorted by, and its id. */
export interface PeoplePlace {
  name: string;
  id: string;
}

/** What is listed: a SELECT with the table as `p`, its sort text, what is searched, and filters. */
export interface PeopleList {
  select: string;
  sort: string;
  searched: string;
  where?: string[];
  bind?: unknown[];
}

/** Reads one page. Each row has its place as `place`. */
export async function readPeoplePage<Row extends object>(
  db: Database,
  list: PeopleList,
  page: PeoplePage,
): Promise<(Row & { place: PeoplePlace })[]> {
  const bind = [...(list.bind ?? [])];
  const value = (of: unknown): string => `$${bind.push(of)}`;
  const where = [...(list.where ?? [])];
  if (page.holds) where.push(`${list.searched} ILIKE ${value(`%${escapeLike(page.holds)}%`)}`);
  if (page.after) {
    where.push(`(${list.sort}, p.id) > (${value(page.after.name)}, ${value(page.after.id)}::uuid)`);
  }
  return query(
    db,
    `SELECT json_build_object('name', ${list.sort}, 'id', p.id) AS place, ${list.select}
     ${where.length > 0 ? `WHERE ${where.join(' AND ')}` : ''}
     ORDER BY ${list.sort}, p.id LIMIT ${value(page.limit)}`,
    bind,
  );
}

/** What was typed, for the right side of LIKE. */
export function escapeLike(text: string): string {
  return text.replaceAll(/[\\%_]/g, (sign) => `\\${sign}`);
}
