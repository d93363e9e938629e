import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { aimText, isMet } from '../../bench/report';
import { percentile, summarise } from '../../bench/measure';
import type { Row } from '../../bench/bench';
import { postgresVariable, temporalAddress } from '../support/stack';

// Times are never asserted: only that the bench measures what it says, in the shape it promises.

let folder: string;
beforeAll(() => (folder = mkdtempSync(path.join(os.tmpdir(), 'ticketloom-bench-test-'))));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('a short run gives a row with floor and product for every figure asked for', async () => {
  const file = path.join(folder, 'rows.json');

  const { code, output } = await bench('--quick', '--only', 'create a ticket', '--json', file);

  expect({ code, output }).toMatchObject({ code: 0 });
  expect(output).toContain('create a ticket');
  const milliseconds = expect.any(Number) as unknown;
  expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual([
    {
      name: 'create a ticket',
      aim: '≤ 3 ×',
      ratio: milliseconds,
      p50Ms: milliseconds,
      p95Ms: milliseconds,
      floorP50Ms: milliseconds,
    },
  ]);
}, 90_000);

test('a name that no row has is refused with the names that there are', async () => {
  const { code, output } = await bench('--only', 'no such row');

  expect(code).toBe(2);
  expect(output).toContain('list of 50 among 100,000');
});

test('a ratio compares the medians of product and floor', () => {
  const summary = summarise({ floor: [1, 2, 9], product: [3, 6, 5] });

  expect(summary).toEqual({ ratio: 2.5, p50Ms: 5, p95Ms: 6, floorP50Ms: 2 });
  expect(percentile([], 0.5)).toBeNull();
});

test('an aim is met when all of its parts are', () => {
  const row: Row = {
    name: 'a command',
    aim: { ratioAtMost: 3, p50AtMostMs: 3 },
    ratio: 2.5,
    p50Ms: 2.9,
    p95Ms: 4,
    floorP50Ms: 1.1,
  };

  expect(aimText(row.aim)).toBe('≤ 3 ×, ≤ 3 ms');
  expect(isMet(row)).toBe(true);
  expect(isMet({ ...row, p50Ms: 3.1 })).toBe(false);
  expect(isMet({ ...row, aim: {} })).toBeUndefined();
});

/** `npm run bench` on this run's own servers, in a process of its own. */
async function bench(...args: string[]): Promise<{ code: number | null; output: string }> {
  const root = path.join(__dirname, '..', '..');
  const child = spawn(process.execPath, ['scripts/bench.mjs', ...args], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...process.env,
      DATABASE_URL: process.env[postgresVariable],
      TEMPORAL_ADDRESS: temporalAddress(),
    },
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
  }
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  return { code, output };
}
