import { findMailboxSecret } from '../../db/mailbox-store';
import { noteMailboxHealth } from '../../db/mailbox-health-store';
import { readInstallation } from '../../db/installation';
import { openSecretBox } from '../../db/secret-box';
import { anImapAccount } from '../support/imap-account';
import { aMailServer } from '../support/mail-server';
import { anApi, type TestApi } from './an-api';

let api: TestApi;
let mailServer: Awaited<ReturnType<typeof aMailServer>>;
let account: Awaited<ReturnType<typeof anImapAccount>>;
beforeAll(async () => {
  api = await anApi();
  mailServer = await aMailServer([], { user: 'desk', password: 'sesame' });
  account = await anImapAccount({ user: 'desk', password: 'open', folders: ['INBOX', 'Support'] });
}, 60_000);
afterAll(async () => {
  mailServer.stop();
  account.stop();
  await api.stop();
});

const path = '/api/v1/mailboxes';
const add = (body: object) => api.call('POST', path, { body });
const smtp = () => ({ host: '127.0.0.1', port: mailServer.port, security: 'none', user: 'desk' });
const imap = () => ({ ...smtp(), port: account.port, folder: 'Support' });

test('a mailbox has settings and servers; a password is stored sealed and never answered', async () => {
  const settings = {
    signature: 'Your sales desk\r\nWe care\n',
    replyAddress: 'plus',
    resolvedReply: 'follow_up',
    closedReply: 'reopen',
    reopenDays: 30,
    sameAccountMayJoin: true,
    acknowledges: true,
  };
  const servers = {
    smtp: { ...smtp(), password: 'sesame' },
    imap: { ...imap(), password: 'open' },
  };
  const { body, status } = await add({
    name: 'Sales',
    address: 'sales@desk.example',
    ...settings,
    ...servers,
  });

  expect(status).toBe(201);
  expect(body).toMatchObject({
    ...settings,
    signature: 'Your sales desk\nWe care',
    smtp: { ...smtp(), hasPassword: true },
    imap: { ...imap(), hasPassword: true },
    health: { smtp: null, imap: null },
  });
  expect(JSON.stringify(body)).not.toContain('sesame');
  const secrets = openSecretBox(undefined, await readInstallation(api.db));
  const sealed = await findMailboxSecret(api.db, body.id, 'smtp');
  expect(sealed).not.toContain('sesame');
  expect(secrets.open(sealed!)).toBe('sesame');

  const one = `${path}/${body.id}`;
  const patch = (change: object) => api.call('PATCH', one, { body: change });
  await noteMailboxHealth(api.db, { mailboxId: body.id, way: 'smtp', problem: 'it broke' });
  const { body: kept } = await patch({ smtp: smtp(), reopenDays: null, signature: '' });
  expect(kept).toMatchObject({ reopenDays: null, signature: '', replyAddress: 'plus' });
  expect(kept.health.smtp).toMatchObject({ problem: 'it broke', lastSuccessAt: null });
  expect(await findMailboxSecret(api.db, body.id, 'smtp')).toBe(sealed);

  for (const change of [{ host: 'elsewhere.example' }, { port: 2_526 }, { user: 'root' }]) {
    const elsewhere = await patch({ smtp: { ...smtp(), ...change } });
    expect([elsewhere.status, elsewhere.body.problems]).toEqual([
      422,
      [{ path: 'smtp.password', message: expect.stringContaining('enter the password again') }],
    ]);
  }
  const encrypted = { ...imap(), security: 'tls' };
  expect((await patch({ imap: { ...encrypted, password: 'open' } })).status).toBe(200);
  const open = await patch({ imap: { ...encrypted, security: 'none' } });
  expect(open.body.problems[0].path).toBe('imap.password');
  expect((await patch({ imap: { ...encrypted, security: 'starttls' } })).status).toBe(200);
  const { body: without } = await patch({ smtp: { ...smtp(), user: null }, imap: null });
  expect(without).toMatchObject({ smtp: { hasPassword: false }, imap: null });
  expect(without.health.smtp).toBeNull();
  expect(await findMailboxSecret(api.db, body.id, 'imap')).toBeNull();
});

test.each([
  [{ smtp: { host: 'a b', port: 25, security: 'none', user: null } }, 'smtp.host', 'no host name'],
  [{ smtp: { host: 'a.b', port: 0, security: 'none', user: null } }, 'smtp.port', '1 to 65535'],
  [{ smtp: { host: 'a.b', port: 25, security: 'ssl', user: null } }, 'smtp.security', 'starttls'],
  [{ smtp: { host: 'a.b', port: 25, security: 'tls', user: 'x' } }, 'smtp.password', 'missing'],
  [
    { smtp: { host: 'a.b', port: 25, security: 'tls', user: null, password: 'x' } },
    'smtp.user',
    'needs a user',
  ],
  [
    { imap: { host: 'a.b', port: 993, security: 'tls', user: 'x', password: 'x' } },
    'imap.folder',
    'missing',
  ],
  [{ reopenDays: 0 }, 'reopenDays', 'at least 1 day'],
  [{ replyAddress: 'minus' }, 'replyAddress', 'none, plus, reply'],
  [{ signature: 'x'.repeat(2_001) }, 'signature', '2000'],
])('wrong settings are refused where they are wrong (case %#)', async (settings, where, why) => {
  const { status, body } = await add({ name: 'Wrong', address: 'wrong@desk.example', ...settings });
  expect([status, body.problems[0].path]).toEqual([422, where]);
  expect(body.problems[0].message).toContain(why);
});

describe('trying a server', () => {
  const check = (body: object) => api.call('POST', `${path}/check-server`, { body });

  test('connects and signs in for real, before anything is stored', async () => {
    const right = await check({ smtp: { ...smtp(), password: 'sesame' } });
    expect(right.body).toEqual({ ok: true, problem: null, folders: [] });
    const fetched = await check({ imap: { ...imap(), password: 'open' } });
    expect(fetched.body).toEqual({ ok: true, problem: null, folders: ['INBOX', 'Support'] });
  });

  test.each([
    ['a wrong password', () => ({ smtp: { ...smtp(), password: 'x' } }), 'sign-in', /535/],
    ['a wrong port', () => ({ smtp: { ...smtp(), user: null, port: 1 } }), 'refused', /:1;/],
    [
      'no encryption',
      () => ({ smtp: { ...smtp(), security: 'starttls', password: 'sesame' } }),
      'no-tls',
      /another security/,
    ],
    [
      'the wrong encryption',
      () => ({ smtp: { ...smtp(), security: 'tls', password: 'sesame' } }),
      'no-tls',
      /another security/,
    ],
    [
      'no such host',
      () => ({ smtp: { ...smtp(), host: 'nowhere.invalid', user: null } }),
      'host-not-found',
      /no server nowhere\.invalid/,
    ],
    [
      'a wrong password of IMAP',
      () => ({ imap: { ...imap(), password: 'x' } }),
      'sign-in',
      /refuses the user or the password/,
    ],
    [
      'a folder that is not there',
      () => ({ imap: { ...imap(), folder: 'Sales', password: 'open' } }),
      'folder',
      /no folder Sales/,
    ],
    [
      'a port without IMAP',
      () => ({ imap: { ...imap(), port: 1, password: 'open' } }),
      'refused',
      /Nothing takes connections/,
    ],
  ])('%s is told in plain words', async (_what, given, code, words) => {
    const { status, body } = await check(given());
    expect([status, body.ok, body.problem.code]).toEqual([200, false, code]);
    expect(body.problem.message).toMatch(words);
  });

  test('a stored password serves for the server it was stored with, and its health is told', async () => {
    const stored = { smtp: { ...smtp(), password: 'sesame' }, imap: { ...imap(), password: 'x' } };
    const { body } = await add({ name: 'Help', address: 'help@desk.example', ...stored });
    const mailboxId = body.id;
    expect((await check({ mailboxId, smtp: smtp() })).body.ok).toBe(true);
    const other = await check({ mailboxId, smtp: { ...smtp(), user: 'root' } });
    expect(other.body.problems[0].path).toBe('smtp.password');

    const now = (way: string) => api.call('POST', `${path}/${mailboxId}/check`, { body: { way } });
    expect((await now('smtp')).body.ok).toBe(true);
    expect((await now('imap')).body.problem.code).toBe('sign-in');
    const { health } = (await api.call('GET', `${path}/${mailboxId}`)).body;
    expect(health.smtp).toMatchObject({ problem: null, failingSince: null });
    expect(health.imap.problem).toMatch(/refuses the user or the password/);
    expect(health.imap.failingSince).not.toBeNull();

    await api.call('PATCH', `${path}/${mailboxId}`, { body: { imap: null } });
    expect((await now('imap')).body.problems[0].message).toContain('has no IMAP account');
  });

  test('is for admins', async () => {
    const body = { smtp: { ...smtp(), password: 'sesame' } };
    const refused = await api.call('POST', `${path}/check-server`, { body, as: api.agentKey });
    expect(refused.status).toBe(403);
  });
});
