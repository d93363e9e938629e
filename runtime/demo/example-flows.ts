import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { publishFlow } from '../../automation/publish-flow';
import type { Database } from '../../db/database';
import { readText } from '../../flows/language/read-document';

const folder = path.join(__dirname, '..', '..', 'flows', 'examples');

/** Publishes the Flows that come as examples and switches them on. */
export async function publishExampleFlows(db: Database): Promise<void> {
  const by = { type: 'system', id: 'demo', name: 'Demo data' } as const;
  for (const file of readdirSync(folder).sort()) {
    const read = readText(readFileSync(path.join(folder, file), 'utf8'));
    if (!read.ok) throw new Error(`${file}: ${read.problems[0]!.message}`);
    await publishFlow(db, read.value, { by });
  }
}
