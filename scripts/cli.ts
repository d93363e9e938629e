import { parseEnvironment } from '../config/env';
import { openDatabase, type Database } from '../db/database';
import { migrate } from '../db/migrate';
import { DomainError } from '../domain/domain-error';
import { readKept } from '../runtime/data-folder';
import {
  embeddedPostgresRuns,
  keptPostgresName,
  type KeptPostgres,
} from '../runtime/embedded-postgres';
import type { CliCommand } from './cli/command';
import { createApiKeyCommand } from './cli/create-api-key';
import { flowsCommand } from './cli/flows';
import { publishFlowCommand } from './cli/publish-flow';
import { seedCommand } from './cli/seed';

/** `npm run cli -- COMMAND …`. A new command is its file and one line here. */
const commands: readonly CliCommand[] = [
  createApiKeyCommand,
  flowsCommand,
  publishFlowCommand,
  seedCommand,
];

/** Runs one command on the running product's database. Answers the exit code. */
export async function cli(args: string[], environment: NodeJS.ProcessEnv): Promise<number> {
  const [name, ...rest] = args;
  const command = commands.find((one) => one.name === name);
  if (!command) {
    const isHelp = name === undefined || name === 'help' || name === '--help';
    (isHelp ? print : complain)(isHelp ? help() : `There is no command ${name}.\n\n${help()}`);
    return isHelp ? 0 : 2;
  }
  if (rest.includes('--help')) {
    print(`npm run cli -- ${command.name} ${command.usage}\n\n${command.summary}`);
    return 0;
  }
  try {
    const run = command.parse(rest);
    return (await withDatabase(environment, (database) => run({ database, print }))) ?? 0;
  } catch (error) {
    if (isUsage(error)) {
      complain(`${error.message}\nUsage: npm run cli -- ${command.name} ${command.usage}`);
      return 2;
    }
    complain(sentence(error));
    return 1;
  }
}

/** A command that needs no database opens none. */
async function withDatabase<T>(
  environment: NodeJS.ProcessEnv,
  work: (database: () => Promise<Database>) => Promise<T>,
): Promise<T> {
  let db: Database | undefined;
  const open = async (): Promise<Database> => {
    if (db) return db;
    db = openDatabase({ url: databaseUrl(environment), poolSize: 2 });
    await migrate(db);
    return db;
  };
  try {
    return await work(open);
  } finally {
    await db?.close();
  }
}

/** DATABASE_URL, else the database of the product that runs on DATA_DIR. */
function databaseUrl(environment: NodeJS.ProcessEnv): string {
  const { databaseUrl: given, dataDir } = parseEnvironment({ ...environment, ROLE: 'all' });
  if (given !== undefined) return given;
  const kept = readKept<KeptPostgres>(dataDir, keptPostgresName);
  if (kept && embeddedPostgresRuns(kept)) return kept.url;
  throw new DomainError(
    'not-running',
    `Ticketloom does not run on the data folder ${dataDir}: start it with npm start (and try ` +
      'again in a second terminal), or set DATA_DIR or DATABASE_URL to where it runs.',
  );
}

function help(): string {
  const width = Math.max(...commands.map(({ name, usage }) => `${name} ${usage}`.length));
  const lines = commands.map(
    ({ name, usage, summary }) => `  ${`${name} ${usage}`.padEnd(width)}  ${summary}`,
  );
  return ['npm run cli -- COMMAND', '', ...lines].join('\n');
}

function isUsage(error: unknown): error is Error {
  if (error instanceof DomainError) return error.code === 'usage';
  return String((error as NodeJS.ErrnoException).code).startsWith('ERR_PARSE_ARGS');
}

function sentence(error: unknown): string {
  if (!(error instanceof DomainError)) return String((error as Error).stack ?? error);
  const problems = error.code === 'environment-wrong' ? [] : error.problems;
  const list = problems.map(
    ({ path, message }) => `  ${[path, message].filter(Boolean).join(': ')}`,
  );
  return [error.message, ...list].join('\n');
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

function complain(line: string): void {
  process.stderr.write(`${line}\n`);
}
