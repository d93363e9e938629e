// `npm run check:image`: does what the Dockerfile says, without an engine. The files that git and
// .dockerignore let through are copied to a folder, the RUN lines are run there, and the CMD must
// start far enough to say which settings it misses.
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { root } from './setup.mjs';

const image = mkdtempSync(path.join(os.tmpdir(), 'ticketloom-image-'));
try {
  build();
  start();
  console.log('The image can be built, and what it starts is there.');
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
} finally {
  rmSync(image, { recursive: true, force: true });
}

function build() {
  const kept = context();
  for (const [instruction, rest] of instructions()) {
    if (instruction === 'COPY' && !rest.startsWith('--from')) copy(rest, kept);
    if (instruction === 'RUN') run(rest);
  }
}

function start() {
  const command = JSON.parse(instructions().find(([name]) => name === 'CMD')[1]);
  const wanted = ['DATABASE_URL', 'TEMPORAL_ADDRESS', 'SMTP_URL'];
  const { stderr } = spawnSync(command[0], command.slice(1), {
    cwd: image,
    encoding: 'utf8',
    env: { PATH: process.env.PATH, NODE_ENV: 'production', ROLE: 'worker' },
  });
  const missing = wanted.filter((name) => !stderr.includes(`${name} must be set`));
  if (missing.length > 0) {
    throw new Error(`Started without settings, the image does not ask for ${missing}:\n${stderr}`);
  }
  for (const file of ['admin-ui/dist/index.html', 'dist/workflows']) {
    if (!existsSync(path.join(image, file))) throw new Error(`The image has no ${file}.`);
  }
}

function instructions() {
  return readFileSync(path.join(root, 'Dockerfile'), 'utf8')
    .split('\n')
    .filter((line) => /^[A-Z]+ /.test(line))
    .map((line) => [line.slice(0, line.indexOf(' ')), line.slice(line.indexOf(' ') + 1)]);
}

/** The files of the build context: what git knows, less what .dockerignore names. */
function context() {
  const listed = execFileSync('git', ['ls-files', '-z', '-co', '--exclude-standard'], {
    cwd: root,
  });
  const rules = readFileSync(path.join(root, '.dockerignore'), 'utf8')
    .split('\n')
    .filter((line) => line && !line.startsWith('#'))
    .map((line) => ({ lets: line.startsWith('!'), pattern: asPattern(line.replace(/^!/, '')) }));
  return (
    String(listed)
      .split('\0')
      .filter((file) => file && existsSync(path.join(root, file)))
      // The last rule that names a file decides.
      .filter((file) => rules.findLast(({ pattern }) => pattern.test(file))?.lets ?? true)
  );
}

/** `**` any folders, `*` within one; a folder stands for all that is in it. */
function asPattern(line) {
  const escaped = line.replace(/[.+^${}()|[\]\\]/g, '\\$&');
  const wild = escaped.replace(/\*\*\//g, '(.*/)?').replace(/(?<!\.)\*(?!\/?\))/g, '[^/]*');
  return new RegExp(`^${wild}(/|$)`);
}

function copy(rest, kept) {
  const sources = rest.split(' ').filter((word) => !word.startsWith('--'));
  const target = sources.pop();
  for (const source of sources) {
    const files = source === '.' ? kept : kept.filter((file) => file === source);
    if (files.length === 0) throw new Error(`COPY ${rest}: ${source} is not in the build context.`);
    for (const file of files) {
      const to = path.join(image, target, source === '.' ? file : path.basename(file));
      mkdirSync(path.dirname(to), { recursive: true });
      cpSync(path.join(root, file), to);
    }
  }
}

function run(command) {
  console.log(`${command} …`);
  const { status, stdout, stderr } = spawnSync('sh', ['-c', command], {
    cwd: image,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  if (status !== 0) {
    const said = `${stdout}${stderr}`.trim().split('\n').slice(-30).join('\n');
    throw new Error(`${said}\n\n${command} failed: the reason is above.`);
  }
}
