import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { createHttpPort } from '../../activities/http-port';

let server: http.Server;
let port: number;
const seen: string[] = [];

beforeAll(async () => {
  server = http.createServer((request, response) => {
    seen.push(request.url!);
    if (request.url === '/redirect') response.writeHead(302, { location: '/other' }).end();
    else if (request.url === '/large') response.end('x'.repeat(1_000_000));
    else if (request.url !== '/silent') response.writeHead(201).end('{}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  ({ port } = server.address() as AddressInfo);
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const send = (url: string, allowPrivateAddresses: boolean, timeoutMs = 5_000) =>
  createHttpPort({ allowPrivateAddresses, timeoutMs }).send({
    method: 'POST',
    url,
    headers: {},
    body: '{}',
  });

test('the status of the answer is what counts', async () => {
  expect(await send(`http://127.0.0.1:${port}/`, true)).toEqual({ status: 201 });
  expect(await send(`http://localhost:${port}/large`, true)).toEqual({ status: 200 });
});

test('a redirect is an answer and is not followed', async () => {
  expect(await send(`http://127.0.0.1:${port}/redirect`, true)).toEqual({ status: 302 });
  expect(seen).not.toContain('/other');
});

test('no answer may pass', async () => {
  await expect(send('http://127.0.0.1:1/', true)).rejects.toMatchObject({
    code: 'no-answer',
    retryable: true,
  });
  await expect(send(`http://127.0.0.1:${port}/silent`, true, 200)).rejects.toMatchObject({
    code: 'no-answer',
    message: 'There was no answer: the time was up.',
  });
});

test.each([
  '127.0.0.1',
  'localhost',
  '[::1]',
  '[::ffff:127.0.0.1]',
  '10.1.2.3',
  '192.168.1.1',
  '169.254.169.254',
  '0.0.0.0',
  '[fd00::1]',
  '2130706433',
  '0x7f.1',
])(
  'where private addresses may not be called, %s is refused before anything is sent',
  async (host) => {
    const before = seen.length;

    await expect(send(`http://${host}:${port}/`, false)).rejects.toMatchObject({
      code: 'private-address',
      retryable: false,
    });
    expect(seen).toHaveLength(before);
  },
);
