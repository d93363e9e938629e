import { addressBelow, callConnection } from '../../automation/call-connection';
import type { Connection } from '../../db/connection-store';
import { openSecretBox } from '../../db/secret-box';
import type { HttpAnswer, HttpRequest } from '../../plugins/kit/action';

const base = 'https://api.example.com/v2';

test.each([
  ['', `${base}`],
  ['/', `${base}`],
  ['?page=2', `${base}?page=2`],
  ['orders/7', `${base}/orders/7`],
  ['/orders/7?open=1', `${base}/orders/7?open=1`],
  ['//evil.example/x', `${base}/evil.example/x`],
  [`${base}/orders`, `${base}/orders`],
  ['https://API.example.com:443/v2/orders', `${base}/orders`],
  ['/orders/a..b', `${base}/orders/a..b`],
  ['/orders#part', `${base}/orders`],
])('%j is below the base address', (url, sent) => {
  expect(addressBelow(base, url)).toBe(sent);
});

test.each([
  'https://evil.example/v2/orders',
  'http://api.example.com/v2/orders',
  'https://api.example.com:8443/v2/orders',
  'https://api.example.com/v20',
  'https://api.example.com/',
  'https://api.example.com@evil.example/v2',
  'https://user:word@api.example.com/v2/orders',
  'https://api.example.com.evil.example/v2',
  '../admin',
  '/orders/../../admin',
  '/%2e%2e/admin',
  '/..%2fadmin',
  '/..%252fadmin',
  '/%252e%252e%255cadmin',
  '/..\\admin',
  '/..;/admin',
  '/.\t./admin',
  'file:///etc/passwd',
  'https://',
])('%j leaves the base address and is sent nowhere', (url) => {
  expect(addressBelow(base, url)).toBeNull();
});

const secrets = openSecretBox('a-key', { secret: Buffer.alloc(0) });

function aConnection(fields: Partial<Connection> = {}): Connection {
  return {
    id: '1',
    name: 'shop',
    title: 'Shop',
    baseUrl: base,
    kind: 'bearer',
    userName: null,
    headerName: null,
    sealedSecret: secrets.seal('s3cret-token'),
    secretSetAt: new Date(),
    createdAt: new Date(),
    ...fields,
  };
}

async function called(connection: Connection, request: Partial<HttpRequest> = {}, body = '') {
  const sent: HttpRequest[] = [];
  const http = {
    send(one: HttpRequest): Promise<HttpAnswer> {
      sent.push(one);
      return Promise.resolve({ status: 200, headers: { 'x-echo': body }, body });
    },
  };
  const asked = { method: 'GET', url: '/orders', headers: {}, body: '', ...request } as const;
  const answer = await callConnection({ http, secrets }, connection, asked);
  return { sent: sent[0]!, answer };
}

test.each([
  [{ kind: 'bearer' }, { authorization: 'Bearer s3cret-token' }],
  [
    { kind: 'basic', userName: 'desk' },
    { authorization: `Basic ${Buffer.from('desk:s3cret-token').toString('base64')}` },
  ],
  [{ kind: 'header', headerName: 'x-api-key' }, { 'x-api-key': 's3cret-token' }],
  [{ kind: 'none', sealedSecret: null }, {}],
] as const)('%j signs in as it says', async (fields, headers) => {
  expect((await called(aConnection(fields))).sent).toMatchObject({
    url: `${base}/orders`,
    headers,
  });
});

test('nothing is sent to where the secret may not go', async () => {
  await expect(called(aConnection(), { url: 'https://evil.example' })).rejects.toMatchObject({
    code: 'outside-connection',
    retryable: false,
  });
});

test('a header of the document does not replace the one of the connection', async () => {
  const connection = aConnection({ kind: 'header', headerName: 'x-api-key' });

  await expect(called(connection, { headers: { 'X-Api-Key': 'mine' } })).rejects.toMatchObject({
    code: 'header-not-allowed',
  });
});

test('an answer that repeats the secret does not bring it into the record', async () => {
  const { answer } = await called(aConnection(), {}, '{"sent":"Bearer s3cret-token"}');

  expect(JSON.stringify(answer)).not.toContain('s3cret');
  expect(answer.body).toContain('(secret)');
});
