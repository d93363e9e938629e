import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { bundleWorkflowCode, DefaultLogger, type WorkflowBundle } from '@temporalio/worker';

const root = path.join(__dirname, '..');
const folder = path.join(root, 'dist', 'workflows');

/** What the sandbox may load; the bundle is made again when one of these files changes. */
const sources = ['workflows', 'domain', 'flows/engine', 'package-lock.json'];

/**
 * The workflow code as one script. Bundling takes seconds, so the result is kept under `dist/` by
 * the hash of its sources.
 */
export async function workflowBundle(): Promise<WorkflowBundle> {
  const file = path.join(folder, `${await hashOfSources()}.js`);
  const kept = await readFile(file, 'utf8').catch(() => undefined);
  if (kept !== undefined) return { code: kept };

  const bundle = await bundleWorkflowCode({
    workflowsPath: path.join(root, 'workflows', 'index.ts'),
    logger: new DefaultLogger('ERROR'),
  });
  await keep(file, bundle.code).catch(() => undefined);
  return bundle;
}

/** Written beside and renamed, so that another process never reads half a bundle. */
async function keep(file: string, code: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  const beside = `${file}.${process.pid}`;
  await writeFile(beside, code);
  await rename(beside, file);
}

async function hashOfSources(): Promise<string> {
  const hash = createHash('sha256').update(process.version);
  for (const source of sources) {
    for (const file of await filesBelow(path.join(root, source))) {
      hash.update(path.relative(root, file)).update(await readFile(file));
    }
  }
  return hash.digest('hex').slice(0, 16);
}

async function filesBelow(place: string): Promise<string[]> {
  const entries = await readdir(place, { withFileTypes: true, recursive: true }).catch(() => null);
  if (!entries) return [place];
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
    .sort();
}
