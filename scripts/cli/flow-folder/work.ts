import type { CliContext } from '../command';
import type { FlowFolder } from './folder';
import type { FlowServer } from './server';

/** What pull, push, diff and check work with. */
export interface FolderWork {
  folder: FlowFolder;
  server: FlowServer;
  print: CliContext['print'];
  /** For those who read the versions. */
  note: string | undefined;
  /** What the server has counts, whatever was changed here. */
  force: boolean;
}
