import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import os from 'node:os';
import path from 'node:path';
import pino from 'pino';
import { DomainError } from '../../domain/domain-error';
import { startApiServer } from '../../api/server';
import { readInstallation } from '../../db/installation';
import { anApi, type TestApi } from './an-api';

jest.setTimeout(60_000);

let api: TestApi;
let uiFolder: string;
beforeAll(async () => {
  uiFolder = mkdtempSync(path.join(os.tmpdir(), 'ticketloom-ui-'));
  mkdirSync(path.join(uiFolder, 'assets'));
  writeFileSync(path.join(uiFolder, 'index.html'), '<!doctype html><title>Ticketloom</title>');
  writeFileSync(path.join(uiFolder, 'assets', 'app-abc123.js'), `export {};${' '.repeat(5_000)}`);
  api = await anApi({ uiFolder });
});
afterAll(async () => {
  await api.stop();
  rmSync(uiFolder, { recursive: true });
});

describe('how the service is', () => {
  test('ready with Temporal away: reading, mail and changes go on', async () => {
    const parts = { database: { reachable: true }, mail: { accepting: true } };
    const temporal = { address: 'nowhere:7233', namespace: 'default' };
    expect(await api.call('GET', '/readyz', { as: null })).toMatchObject({
      status: 200,
      body: { ...parts, temporal: { ...temporal, reachable: true } },
    });
    api.engine.reachable = false;
    expect(await api.call('GET', '/readyz', { as: null })).toMatchObject({
      status: 200,
      body: { ...parts, temporal: { ...temporal, reachable: false } },
    });
    await api.aTicket();
    api.engine.reachable = true;
  });

  test('metrics count requests by route, and what waits', async () => {
    await api.call('GET', '/api/v1/tickets/999999');
    const { body } = await api.call('GET', '/metrics', { as: null });
    expect(body).toMatch(
      /ticketloom_http_request_seconds_count\{method="get",route="\/api\/v1\/tickets\/:number",status="404"\} 1/,
    );
    expect(body).toMatch(/ticketloom_relay_backlog 1/);
    expect(body).toContain('process_cpu_user_seconds_total');
  });
});

describe('every answer', () => {
  test('names its request, and takes the caller’s name for it', async () => {
    const own = await api.call('GET', '/api/v1/nothing', {
      headers: { 'X-Request-Id': 'my-request-1' },
    });
    expect(own.headers.get('x-request-id')).toBe('my-request-1');
    expect(own.body.instance).toBe('my-request-1');
    const bad = await api.call('GET', '/api/v1/nothing', { headers: { 'X-Request-Id': 'a b' } });
    expect(bad.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
  });

  test('lets no page run or load what is not ours', async () => {
    const { headers } = await api.call('GET', '/', { as: null, headers: { Accept: 'text/html' } });
    const policy = headers.get('content-security-policy')!;
    expect(policy).toContain("default-src 'self'");
    expect(policy).toContain("script-src 'self';");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('x-powered-by')).toBeNull();
  });
});

describe('the UI', () => {
  const html = { as: null, headers: { Accept: 'text/html' } };

  test.each(['/', '/tickets/1042', '/flows/some.thing'])('%s is the application', async (page) => {
    const answer = await api.call('GET', page, html);
    expect(answer.body).toContain('<title>Ticketloom</title>');
    expect(answer.headers.get('cache-control')).toBe('no-cache');
  });

  test('assets never change under their name', async () => {
    const answer = await api.call('GET', '/assets/app-abc123.js', { as: null });
    expect(answer.headers.get('cache-control')).toContain('immutable');
    const missing = await api.call('GET', '/assets/app-old.js', html);
    expect(missing.status).toBe(404);
    expect(missing.body).not.toContain('<title>');
  });

  test('travels compressed to who takes that, a stream of events does not', async () => {
    const packed = await api.call('GET', '/assets/app-abc123.js', { as: null });
    expect(packed.headers.get('content-encoding')).toMatch(/br|gzip/);
    expect(packed.headers.get('vary')).toMatch(/Accept-Encoding/i);
    const plain = await api.call('GET', '/assets/app-abc123.js', {
      as: null,
      headers: { 'Accept-Encoding': 'identity' },
    });
    expect(plain.headers.get('content-encoding')).toBeNull();

    const leave = new AbortController();
    const stream = await fetch(`${api.url}/api/v1/stream`, {
      headers: { Authorization: `Bearer ${api.adminKey}` },
      signal: leave.signal,
    });
    expect(stream.headers.get('content-type')).toMatch('text/event-stream');
    expect(stream.headers.get('content-encoding')).toBeNull();
    leave.abort();
  });

  test('what is below /api is never the application', async () => {
    const answer = await api.call('GET', '/api/v2/tickets', html);
    expect(answer).toMatchObject({ status: 404, body: { code: 'not-found' } });
  });

  test('that is not built says how to build it', async () => {
    const bare = await anApi({ uiFolder: path.join(uiFolder, 'nothing') });
    const answer = await bare.call('GET', '/', html);
    await bare.stop();
    expect(answer.status).toBe(503);
    expect(answer.body).toContain('npm run build --workspace admin-ui');
  });
});

describe('the server', () => {
  test('a port in use is told with what to do', async () => {
    const { port } = new URL(api.url);
    const settings = {
      db: api.db,
      engine: {} as never,
      log: pino({ level: 'silent' }),
      installation: await readInstallation(api.db),
      secrets: undefined as never,
      resolveDns: undefined as never,
      mail: {} as never,
    };
    const start = startApiServer(settings, { host: '127.0.0.1', port: Number(port) });
    await expect(start).rejects.toMatchObject({
      code: 'port-in-use',
      message: expect.stringContaining(`Port ${port} is in use`),
    });
    await expect(start).rejects.toBeInstanceOf(DomainError);
  });

  test('a request that is being answered is finished when the server stops', async () => {
    const other = await anApi();
    const body = JSON.stringify({ title: 'Last', requester: { email: 'last@customer.example' } });
    const answered = new Promise<number>((resolve, reject) => {
      const request = http.request(`${other.url}/api/v1/tickets`, {
        method: 'POST',
        headers: {
          Authorization: `Bearer ${other.adminKey}`,
          'Content-Type': 'application/json',
          'Content-Length': body.length,
        },
      });
      request.on('response', (response) => resolve(response.statusCode!));
      request.on('error', reject);
      request.write(body.slice(0, 10));
      // The server has the headers by now; the rest comes while it stops.
      request.once('socket', (socket) =>
        socket.once('connect', () =>
          setImmediate(() => {
            void stopped();
            request.end(body.slice(10));
          }),
        ),
      );
    });
    let stopping: Promise<void> | undefined;
    const stopped = (): Promise<void> => (stopping ??= other.stop());
    expect([201, 503]).toContain(await answered);
    await stopping;
    await expect(fetch(other.url)).rejects.toThrow();
  });
});
