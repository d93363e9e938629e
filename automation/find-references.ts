import { findAccountIds } from '../db/account-store';
import { findCalendars } from '../db/calendar-store';
import { findConnectionNames } from '../db/connection-store';
import type { Database } from '../db/database';
import { findActiveAgents } from '../db/flow-agent-store';
import { findCallableSlugs } from '../db/flow-store';
import { findSharedMacroIds } from '../db/macro-store';
import { findTeamIds } from '../db/team-store';
import type { Problem } from '../domain/domain-error';
import type { IdOf, Reference } from '../flows/language/conditions';

type Kind = Reference['to'];

/** How each kind of thing that documents name is found, and what to say when it is not. */
const kinds = {
  agent: {
    find: findActiveAgents,
    unknown: (name) => `there is no active agent "${name}"; use the e-mail address of one`,
  },
  team: { find: findTeamIds, unknown: (name) => `there is no team "${name}"; use the name of one` },
  account: {
    find: findAccountIds,
    unknown: (name) => `there is no account "${name}"; use the name or the id of one`,
  },
  calendar: {
    find: findCalendarIds,
    unknown: (name) =>
      `there is no calendar "${name}"; use the name of one, or add it (Settings → Calendars)`,
  },
  connection: {
    find: findConnectionNames,
    unknown: (name) =>
      `there is no connection "${name}"; use the name of one, or add it (Settings → Connections)`,
  },
  macro: {
    find: findSharedMacroIds,
    unknown: (name) =>
      `there is no macro "${name}" that everybody or a team sees; use the name of one`,
  },
  flow: {
    find: findCallableSlugs,
    unknown: (name) =>
      `there is no published Flow "${name}" that can be called; publish it first, with the trigger "called"`,
  },
  people: {
    find: findPeople,
    unknown: (name) =>
      `there is no active agent and no team "${name}"; use an e-mail address or the name of a team`,
  },
} satisfies Record<
  Kind,
  {
    /** The id of each of these names and ids, by the name in lower case. */
    find: (db: Database, names: readonly string[]) => Promise<Map<string, string>>;
    unknown: (name: string) => string;
  }
>;

/** Looks up what a document names: the id of each, and a problem for each that nobody knows. */
export async function findReferences(
  db: Database,
  references: readonly Reference[],
): Promise<{ idOf: IdOf; problems: Problem[] }> {
  const ids = new Map<Kind, Map<string, string>>();
  for (const kind of Object.keys(kinds) as Kind[]) {
    const names = references.filter(({ to }) => to === kind).map(({ name }) => name);
    if (names.length > 0) ids.set(kind, await kinds[kind].find(db, names));
  }
  const find = (to: Kind, name: string): string | undefined => ids.get(to)?.get(name.toLowerCase());
  return {
    idOf: (to, name) => find(to, name) ?? name,
    problems: references
      .filter(({ to, name }) => find(to, name) === undefined)
      .map(({ path, to, name }) => ({ path, message: kinds[to].unknown(name) })),
  };
}

async function findCalendarIds(
  db: Database,
  names: readonly string[],
): Promise<Map<string, string>> {
  const found = await findCalendars(db, names);
  return new Map([...found].map(([name, { id }]) => [name, id]));
}

/** Agents and teams alike. */
async function findPeople(db: Database, names: readonly string[]): Promise<Map<string, string>> {
  return new Map([...(await findTeamIds(db, names)), ...(await findActiveAgents(db, names))]);
}
