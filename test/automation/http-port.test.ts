import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { createHttpPort } from '../../automation/http-port';
import type { HttpRequest } from '../../plugins/kit/action';

let server: http.Server;
let port: number;
const seen: string[] = [];

beforeAll(async () => {
  server = http.createServer((request, response) => {
    seen.push(request.url!);
    if (request.url === '/redirect') response.writeHead(302, { location: '/other' }).end();
    else if (request.url === '/large') response.end('x'.repeat(1_000_000));
    else if (request.url === '/latin')
      response
        .writeHead(200, { 'content-type': 'text/plain; charset=iso-8859-1' })
        .end(Buffer.from([0x4d, 0xfc, 0x6c, 0x6c, 0x65, 0x72]));
    else if (request.url === '/broken') {
      response.writeHead(200, { 'content-length': '100' });
      response.write('half');
      setTimeout(() => response.destroy(), 20);
    } else if (request.url !== '/silent')
      response.writeHead(201, { 'x-method': request.method }).end('{}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  ({ port } = server.address() as AddressInfo);
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const send = (
  url: string,
  allowPrivateAddresses: boolean,
  { timeoutMs = 5_000, ...request }: Partial<HttpRequest> & { timeoutMs?: number } = {},
) =>
  createHttpPort({ allowPrivateAddresses, timeoutMs }).send({
    method: 'POST',
    url,
    headers: {},
    body: '{}',
    ...request,
  });

test('a body that nobody asked for is not kept, however large', async () => {
  expect(await send(`http://127.0.0.1:${port}/`, true)).toMatchObject({ status: 201, body: '' });
  expect(await send(`http://localhost:${port}/large`, true)).toMatchObject({
    status: 200,
    body: '',
  });
});

test('an answer is read up to what was asked for, by its charset', async () => {
  const read = (path: string, answerMaxBytes: number) =>
    send(`http://127.0.0.1:${port}${path}`, true, { answerMaxBytes });

  expect(await read('/', 2)).toMatchObject({ status: 201, body: '{}' });
  expect(await read('/latin', 100)).toMatchObject({ body: 'Müller' });
  await expect(read('/', 1)).rejects.toMatchObject({ code: 'answer-too-large', retryable: false });
  await expect(read('/broken', 100)).rejects.toMatchObject({ code: 'no-answer', retryable: true });
});

test.each(['GET', 'PUT', 'PATCH', 'DELETE'] as const)('%s is sent as it is', async (method) => {
  const answer = await send(`http://127.0.0.1:${port}/`, true, { method, body: '' });

  expect(answer.headers['x-method']).toBe(method);
});

test('a redirect is an answer and is not followed', async () => {
  expect(await send(`http://127.0.0.1:${port}/redirect`, true)).toMatchObject({ status: 302 });
  expect(seen).not.toContain('/other');
});

test('no answer may pass', async () => {
  await expect(send('http://127.0.0.1:1/', true)).rejects.toMatchObject({
    code: 'no-answer',
    retryable: true,
  });
  await expect(
    send(`http://127.0.0.1:${port}/silent`, true, { timeoutMs: 200 }),
  ).rejects.toMatchObject({
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
