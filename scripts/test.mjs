// `npm test [-- jest arguments]`: sets up what is missing, runs jest, and says how it went.
import { spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { load } from './run-typescript.mjs';
import { root, setUp } from './setup.mjs';

await setUp();

// Open to Postgres's own user, which must get at its files.
const folder = mkdtempSync(path.join(os.tmpdir(), 'ticketloom-test-'));
chmodSync(folder, 0o755);
const resultFile = `${folder}.json`;

const code = await runJest();
await endWhatIsLeft();
const { passed, failed } = count();
rmSync(folder, { recursive: true, force: true });
rmSync(resultFile, { force: true });
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed > 0 ? 1 : code);

function runJest() {
  const jest = createRequire(import.meta.url).resolve('jest/bin/jest');
  const given = process.argv.slice(2);
  const child = spawn(
    process.execPath,
    [...process.execArgv, jest, '--json', `--outputFile=${resultFile}`, ...given],
    { cwd: root, stdio: 'inherit', env: { ...process.env, TICKETLOOM_TEST_DATA: folder } },
  );
  // Ctrl-C reaches jest by itself; we stay to clean up after it.
  process.on('SIGINT', () => undefined);
  process.on('SIGTERM', () => child.kill('SIGTERM'));
  return new Promise((resolve) => {
    child.on('error', () => resolve(1));
    child.on('close', (exit) => resolve(exit ?? 1));
  });
}

/** A run that was interrupted leaves the servers that its data folder names. */
async function endWhatIsLeft() {
  const { endProcess } = load('../runtime/process-identity.ts');
  for (const name of ['postgres', 'temporal']) {
    const left = readJson(path.join(folder, `${name}.json`))?.process;
    if (left) await endProcess(left, ['SIGINT', 'SIGTERM']);
  }
}

/** A file that could not be run at all counts as one failure. */
function count() {
  const result = readJson(resultFile);
  if (!result) return { passed: 0, failed: 1 };
  return {
    passed: result.numPassedTests,
    failed: result.numFailedTests + result.numRuntimeErrorTestSuites,
  };
}

function readJson(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}
