import type { Database } from '../../db/database';

/** One thing that `npm run cli --` can do. */
export interface CliCommand {
  name: string;
  /** What follows the name, for people. */
  usage: string;
  summary: string;
  /** Reads the arguments after the name; throws `DomainError('usage')` when they are not right. */
  parse(args: string[]): (db: Database, print: (line: string) => void) => Promise<void>;
}
