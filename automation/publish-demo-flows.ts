import { readFile, readdir } from 'node:fs/promises';
import path from 'node:path';
import type { Database } from '../db/database';
import type { Actor } from '../domain/ticket/command';
import { readText } from '../flows/language/read-document';
import { publishFlow } from './publish-flow';

const folder = path.join(__dirname, '..', 'flows', 'examples');

/** The agent whom the examples name, in their files. */
const leadInExamples = 'lead@example.com';

/** Publishes the shipped example Flows and switches them on; `leadEmail` is an active agent's. */
export async function publishDemoFlows(
  db: Database,
  { leadEmail, by }: { leadEmail: string; by: Actor },
): Promise<string[]> {
  const files = (await readdir(folder)).filter((file) => file.endsWith('.flow.yaml')).sort();
  const slugs: string[] = [];
  for (const file of files) {
    const text = await readFile(path.join(folder, file), 'utf8');
    const read = readText(text.replaceAll(leadInExamples, leadEmail));
    if (!read.ok) throw new Error(`${file}: ${read.problems[0]!.message}`);
    const { slug } = await publishFlow(db, read.value, { by, note: 'example' });
    slugs.push(slug);
  }
  return slugs;
}
