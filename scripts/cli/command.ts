import type { Database } from '../../db/database';

/** What a command works with. */
export interface CliContext {
  /** The running product's database, opened when it is first asked for. */
  database(): Promise<Database>;
  print(line: string): void;
}

/** One thing that `npm run cli --` can do. */
export interface CliCommand {
  name: string;
  /** What follows the name, for people. */
  usage: string;
  summary: string;
  /**
   * Reads the arguments after the name; throws `DomainError('usage')` when they are not right. What
   * it answers does the work and may answer an exit code.
   */
  parse(args: string[]): (context: CliContext) => Promise<number | void>;
}

/** As whom the command line changes things. */
export const commandLine = { type: 'system', id: 'cli', name: 'Command line' } as const;
