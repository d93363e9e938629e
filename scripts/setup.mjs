// Does the set-up that is missing: packages, the built UI. Plain Node without any package, since
// it runs before there are any; the syntax is old enough for an old Node to print its sentence.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = path.join(path.dirname(fileURLToPath(import.meta.url)), '..');

/**
 * Resolves when everything is in place; `ui: false` leaves the UI as it is. Ends the process with
 * a sentence when that cannot be.
 */
export async function setUp({ ui = true } = {}) {
  checkNode();
  if (packagesAreMissing()) {
    await step('Installing packages (a minute or two the first time)', ['ci', '--include=dev']);
  }
  const sources = ui ? hashOfUi() : undefined;
  if (sources !== undefined && readStamp() !== sources) {
    rmSync(stampFile, { force: true });
    await step('Building the UI', ['run', 'build', '-w', 'admin-ui']);
    writeFileSync(stampFile, sources);
  }
}

function checkNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  stop(
    `Ticketloom needs Node 20.19 or newer, this is ${process.version}: ` +
      'install a newer one from https://nodejs.org and try again.',
  );
}

/** What npm notes at the end of an installation is compared with the lock file. */
function packagesAreMissing() {
  const wanted = readJson('package-lock.json');
  const installed = readJson(path.join('node_modules', '.package-lock.json'));
  if (!wanted || !installed) return true;
  return Object.entries(wanted.packages).some(
    ([place, { version, optional, devOptional, link }]) =>
      place.startsWith('node_modules/') &&
      !optional &&
      !devOptional &&
      !link &&
      installed.packages[place]?.version !== version,
  );
}

const stampFile = path.join(root, 'admin-ui', 'dist', '.built-from');

/** The UI is built again when one of its sources changed. Undefined: there is no UI to build. */
function hashOfUi() {
  if (!readJson(path.join('admin-ui', 'package.json'))?.scripts?.build) return undefined;
  const hash = createHash('sha256');
  for (const file of ['package-lock.json', ...filesBelow('admin-ui'), ...filesBelow('domain')]) {
    hash.update(file).update(readFileSync(path.join(root, file)));
  }
  for (const file of filesBelow('flows'))
    hash.update(file).update(readFileSync(path.join(root, file)));
  return hash.digest('hex');
}

function filesBelow(folder) {
  return readdirSync(path.join(root, folder), { withFileTypes: true })
    .filter(({ name }) => name !== 'dist' && name !== 'node_modules')
    .map((entry) => [path.join(folder, entry.name), entry.isDirectory()])
    .flatMap(([place, isFolder]) => (isFolder ? filesBelow(place) : [place]))
    .sort();
}

function readStamp() {
  return existsSync(stampFile) ? readFileSync(stampFile, 'utf8') : undefined;
}

function readJson(file) {
  try {
    return JSON.parse(readFileSync(path.join(root, file), 'utf8'));
  } catch {
    return undefined;
  }
}

/** Runs npm quietly; what it says is shown when it fails. */
async function step(what, npmArguments) {
  const start = Date.now();
  console.log(`${what} …`);
  const [code, output] = await runNpm(npmArguments);
  if (code === 0) {
    console.log(`${what}: done in ${Math.round((Date.now() - start) / 1000)} s`);
    return;
  }
  stop(
    `${output.trim().split('\n').slice(-30).join('\n')}\n\n${what} failed (npm ${npmArguments.join(' ')}). ` +
      'The reason is above; is the package registry reachable and the folder writable? Then try again.',
  );
}

function runNpm(npmArguments) {
  const { npm_execpath: npm } = process.env;
  const [command, first] = npm?.endsWith('.js') ? [process.execPath, [npm]] : ['npm', []];
  return new Promise((resolve) => {
    const child = spawn(command, [...first, ...npmArguments], {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
      shell: process.platform === 'win32' && command === 'npm',
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk) => (output += chunk));
    }
    child.on('error', (error) => resolve([1, String(error)]));
    child.on('close', (code) => resolve([code ?? 1, output]));
  });
}

function stop(sentence) {
  console.error(sentence);
  process.exit(1);
}
