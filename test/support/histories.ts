import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { WorkflowHandle } from '@temporalio/client';
import { historyFromJSON, historyToJSON } from '@temporalio/common/lib/proto-utils';
import { Worker } from '@temporalio/worker';
import { workflowBundle } from '../../runtime/workflow-bundle';

const folder = path.join(__dirname, '..', 'workflows', 'histories');

/** With RECORD_HISTORIES=1 a test's workflow becomes `test/workflows/histories/<name>.json`. */
export async function recordHistory(handle: WorkflowHandle, name: string): Promise<void> {
  if (process.env.RECORD_HISTORIES !== '1') return;
  mkdirSync(folder, { recursive: true });
  const history: unknown = JSON.parse(
    historyToJSON(await handle.fetchHistory()),
    withoutStackTraces,
  );
  writeFileSync(path.join(folder, `${name}.json`), `${JSON.stringify(history, null, 1)}\n`);
}

/** They name the paths of the machine that recorded it, and replaying does not look at them. */
function withoutStackTraces(key: string, value: unknown): unknown {
  return key === 'stackTrace' ? '' : value;
}

/** The names of the recorded histories that begin with `prefix`. */
export function recordedHistories(prefix: string): string[] {
  return readdirSync(folder)
    .filter((file) => file.startsWith(prefix) && file.endsWith('.json'))
    .map((file) => file.replace(/\.json$/, ''));
}

/** Runs today's workflow code over a recorded history; throws where it would act otherwise. */
export async function replay(name: string): Promise<void> {
  const json: unknown = JSON.parse(readFileSync(path.join(folder, `${name}.json`), 'utf8'));
  await Worker.runReplayHistory({ workflowBundle: await workflowBundle() }, historyFromJSON(json));
}
