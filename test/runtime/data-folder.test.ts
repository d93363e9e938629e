import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { openDataFolder, readKept } from '../../runtime/data-folder';
import { identifyProcess } from '../../runtime/process-identity';

describe('the data folder', () => {
  let place: string;

  beforeEach(() => (place = mkdtempSync(path.join(os.tmpdir(), 'ticketloom-folder-'))));
  afterEach(() => rmSync(place, { recursive: true, force: true }));

  test('is made when it is missing, and keeps what is written', () => {
    const data = openDataFolder(path.join(place, 'new', 'data'));

    data.write('postgres', { port: 5432 });

    expect(data.read('postgres')).toEqual({ port: 5432 });
    expect(readKept(data.path, 'postgres')).toEqual({ port: 5432 });
  });

  test('shows what it keeps to nobody else', () => {
    const data = openDataFolder(place);

    data.write('postgres', { password: 'hunter22' });

    expect(statSync(path.join(place, 'postgres.json')).mode & 0o077).toBe(0);
  });

  test('belongs to one process at a time', () => {
    const data = openDataFolder(place);

    expect(() => openDataFolder(place)).toThrow(`already runs on the data folder ${place}`);

    data.release();
    openDataFolder(place).release();
  });

  test('is taken over from a process that was killed', () => {
    const { pid } = spawnSync(process.execPath, ['--version']);
    const dead = { pid, mark: 'long ago' };
    writeFileSync(path.join(place, 'in-use-by.json'), JSON.stringify(dead));

    const data = openDataFolder(place);

    const holder = JSON.parse(readFileSync(path.join(place, 'in-use-by.json'), 'utf8')) as unknown;
    expect(holder).toEqual(identifyProcess(process.pid));
    data.release();
  });

  test('is taken over when another program has the killed one’s process id by now', () => {
    const stranger = { pid: process.ppid, mark: 'somebody who had this id before' };
    writeFileSync(path.join(place, 'in-use-by.json'), JSON.stringify(stranger));

    openDataFolder(place).release();
  });

  test('says what to do when it cannot be written to', () => {
    const file = path.join(place, 'file');
    writeFileSync(file, '');

    expect(() => openDataFolder(path.join(file, 'data'))).toThrow(
      /cannot be written to \(ENOTDIR\): make it writable .* or set DATA_DIR/,
    );
  });

  test('says so when it is read-only, also to root', () => {
    // Nobody can make a folder in /sys; elsewhere taking the right away is enough.
    const readOnly = process.platform === 'linux' ? '/sys/ticketloom' : path.join(place, 'closed');
    if (process.platform !== 'linux') mkdirSync(readOnly, { mode: 0o500 });

    expect(() => openDataFolder(readOnly)).toThrow(/cannot be written to .* or set DATA_DIR/);
  });
});
