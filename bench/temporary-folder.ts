import { chmodSync, mkdtempSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

/** A new folder that Postgres's own user can reach as well. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'ticketloom-bench-'));
  chmodSync(folder, 0o755);
  return folder;
}
