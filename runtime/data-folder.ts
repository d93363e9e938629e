import { closeSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync } from 'node:fs';
import { rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { DomainError } from '../domain/domain-error';
import { identifyProcess, isRunning, type ProcessIdentity } from './process-identity';

/** The one folder that holds all state of the embedded mode. */
export interface DataFolder {
  /** Absolute. */
  path: string;
  /** What was kept under this name, or undefined. */
  read<T>(name: string): T | undefined;
  /** Keeps a value, readable by nobody else: some hold passwords. */
  write(name: string, value: unknown): void;
  forget(name: string): void;
  /** Makes and answers the path of a folder inside. */
  folder(name: string): string;
  /** Lets another process use the folder. */
  release(): void;
}

/**
 * Takes the data folder for this process, making it when it is missing. Throws
 * `data-folder-not-writable` or `data-folder-in-use`. What a killed process left is taken over.
 */
export function openDataFolder(dataDir: string): DataFolder {
  const root = path.resolve(dataDir);
  writable(root, () => mkdirSync(root, { recursive: true }));
  const lock = path.join(root, 'in-use-by.json');
  writable(root, () => takeLock(root, lock));
  return {
    path: root,
    read: (name) => readJson(path.join(root, `${name}.json`)),
    write: (name, value) => writable(root, () => writeJson(path.join(root, `${name}.json`), value)),
    forget: (name) => rmSync(path.join(root, `${name}.json`), { force: true }),
    folder(name) {
      const folder = path.join(root, name);
      writable(root, () => mkdirSync(folder, { recursive: true }));
      return folder;
    },
    release: () => rmSync(lock, { force: true }),
  };
}

/** Reads what a running product keeps in its data folder, without taking the folder. */
export function readKept<T>(dataDir: string, name: string): T | undefined {
  return readJson(path.join(path.resolve(dataDir), `${name}.json`));
}

function takeLock(root: string, lock: string): void {
  const own = identifyProcess(process.pid);
  for (let attempt = 0; attempt < 3; attempt += 1) {
    try {
      writeFileSync(lock, JSON.stringify(own), { flag: 'wx' });
      return;
    } catch (error) {
      if (!hasCode(error, 'EEXIST')) throw error;
    }
    const holder = readJson<ProcessIdentity>(lock);
    if (holder && isRunning(holder)) {
      throw new DomainError(
        'data-folder-in-use',
        `Ticketloom already runs on the data folder ${root} (process ${holder.pid}): ` +
          'stop that one first, or set DATA_DIR to another folder.',
      );
    }
    rmSync(lock, { force: true });
  }
  throw new DomainError(
    'data-folder-in-use',
    `Another Ticketloom is starting on the data folder ${root}: wait for it, or set DATA_DIR to another folder.`,
  );
}

function readJson<T>(file: string): T | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as T;
  } catch {
    return undefined;
  }
}

/** Beside and renamed, so that a crash leaves the old value or the new one. */
function writeJson(file: string, value: unknown): void {
  const beside = `${file}.${process.pid}`;
  const descriptor = openSync(beside, 'w', 0o600);
  try {
    writeFileSync(descriptor, `${JSON.stringify(value, null, 2)}\n`);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
  renameSync(beside, file);
}

function writable<T>(root: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!['EACCES', 'EPERM', 'EROFS', 'ENOTDIR', 'EEXIST', 'ENOSPC'].some((c) => hasCode(error, c)))
      throw error;
    throw new DomainError(
      'data-folder-not-writable',
      `The data folder ${root} cannot be written to (${(error as NodeJS.ErrnoException).code}): ` +
        'make it writable for this user, or set DATA_DIR to a folder that is.',
      [],
      { cause: error },
    );
  }
}

function hasCode(error: unknown, code: string): boolean {
  return (error as NodeJS.ErrnoException).code === code;
}
