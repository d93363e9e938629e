import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { runProduct } from '../support/product-process';
import { anEmptyDatabase, temporalAddress } from '../support/stack';

describe('a start that cannot succeed says what to do, and ends', () => {
  const place = mkdtempSync(path.join(os.tmpdir(), 'ticketloom-refusals-'));
  afterAll(() => rmSync(place, { recursive: true, force: true }));

  test('a wrong environment: every variable with what it must be', async () => {
    const product = runProduct({ PORT: 'http', LOG_LEVEL: 'loud', DATA_DIR: place });

    expect(await product.ended).toBe(1);
    expect(product.output()).toContain('PORT must be a port number');
    expect(product.output()).toContain('LOG_LEVEL must be one of');
    expect(product.output()).not.toContain('    at ');
  });

  test('a data folder that cannot be written to', async () => {
    writeFileSync(path.join(place, 'file'), '');
    const product = runProduct({ DATA_DIR: path.join(place, 'file', 'data') });

    expect(await product.ended).toBe(1);
    expect(product.output()).toMatch(/data folder .* cannot be written to .* set DATA_DIR/);
  });

  test('a Temporal binary that is none, before any server is started', async () => {
    const DATA_DIR = mkdtempSync(path.join(place, 'data-'));
    const product = runProduct({ DATA_DIR, TEMPORAL_CLI_PATH: '/nonexistent/temporal' });

    expect(await product.ended).toBe(1);
    expect(product.output()).toContain('TEMPORAL_CLI_PATH is /nonexistent/temporal');
    expect(existsSync(path.join(DATA_DIR, 'postgres.json'))).toBe(false);
  });

  test('a database whose password is wrong, without repeating it', async () => {
    const desk = await anEmptyDatabase();
    const url = new URL(desk.url);
    url.password = 'hunter22';
    const product = runProduct({ DATABASE_URL: url.href, TEMPORAL_ADDRESS: temporalAddress() });

    expect(await product.ended).toBe(1);
    expect(product.output()).toContain(`The database at ${url.host}${url.pathname} cannot be used`);
    expect(product.output()).not.toContain('hunter22');
    await desk.drop();
  });
});
