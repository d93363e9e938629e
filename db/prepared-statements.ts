import type { Client, QueryResult } from 'pg';
import type { Sequelize } from 'sequelize';

const mostStatements = 500;
const names = new Map<string, string>();
let named = 0;

/**
 * Lets every connection of a pool prepare each statement that has `$1…` values once, under a name,
 * so that Postgres does not parse and plan it at each call: half the time of a small read.
 * Sequelize has no way to name a statement, so it is done where it hands one to the driver. Texts
 * are written in db/ and few; beyond some hundred they are run unnamed.
 */
export function prepareStatements(sequelize: Sequelize): void {
  sequelize.addHook('afterConnect', (connection) => {
    const client = connection as Client;
    const run = client.query.bind(client) as (...parameters: unknown[]) => unknown;
    client.query = ((text: unknown, values: unknown, done: unknown) => {
      const isPlain = typeof text === 'string' && Array.isArray(values) && values.length > 0;
      const name = isPlain && typeof done === 'function' ? nameOf(text) : undefined;
      if (name === undefined) return run(text, values, done);
      const tell = done as (error: Error | null, result: QueryResult) => void;
      return run({ name, text, values }, (error: Error | null, result: QueryResult) => {
        if (error && isOutdated(error)) names.delete(text as string);
        tell(error, result);
      });
    }) as typeof client.query;
  });
}

function nameOf(text: string): string | undefined {
  const known = names.get(text);
  if (known !== undefined || names.size >= mostStatements) return known;
  named += 1;
  names.set(text, `statement-${named}`);
  return names.get(text);
}

/** A migration changed a table under a plan (feature_not_supported): the next call makes a new one. */
function isOutdated(error: Error & { code?: string }): boolean {
  return error.code === '0A000';
}
