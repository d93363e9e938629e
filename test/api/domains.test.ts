import { query } from '../../db/database';
import { claimDomainsToCheck } from '../../db/domain-store';
import { openDns } from '../../mail/dns';
import { aDnsServer, type DnsRecords } from '../support/dns-server';
import { anApi, type TestApi } from './an-api';

let api: TestApi;
let dns: Awaited<ReturnType<typeof aDnsServer>>;
const records: DnsRecords = {};
beforeAll(async () => {
  dns = await aDnsServer(records);
  api = await anApi({
    resolveDns: openDns([dns.address]),
    mail: {
      accepting: () => true,
      catcher: false,
      isCaught: false,
      smtpUrl: 'smtp://user:secret@smtp.sendgrid.net:587',
      intake: () => undefined as never,
      smtp: () => null,
    },
  });
});
afterAll(async () => {
  await api.stop();
  await dns.stop();
});

const reply = (number: number) =>
  api.call('POST', `/api/v1/tickets/${number}/messages`, {
    body: { kind: 'reply', text: 'Hello' },
  });

test('a domain is added, its records are put into the DNS one by one, and then its mail may leave', async () => {
  const { number } = await api.aTicket();
  const before = await reply(number);
  expect(before).toMatchObject({ status: 409, body: { code: 'domain-not-verified' } });
  expect(before.body.detail).toContain('Settings → Domains');

  const added = await api.call('POST', '/api/v1/domains', { body: { name: 'Desk.Example.' } });
  expect(added).toMatchObject({ status: 201, body: { name: 'desk.example', state: 'unverified' } });
  expect(JSON.stringify(added.body)).not.toContain('PRIVATE');
  const path = `/api/v1/domains/${added.body.id}`;
  const recordOf = (purpose: string) =>
    added.body.records.find((one: { purpose: string }) => one.purpose === purpose);
  const states = async () => {
    const { body } = await api.call('POST', `${path}/check`);
    const all = body.records.map((one: { state: string }) => one.state);
    return { state: body.state, records: all.join(' '), spf: body.records[2].change };
  };
  const put = (purpose: string, value = recordOf(purpose).value) =>
    (records[`TXT ${recordOf(purpose).name}`] = [value]);
  expect(recordOf('spf').value).toBe('v=spf1 include:sendgrid.net ~all');

  expect(await states()).toMatchObject({ records: 'missing missing missing missing' });
  put('verification');
  put('spf', 'v=spf1 mx -all');
  expect(await states()).toEqual({
    state: 'unverified',
    records: 'right missing different missing',
    spf: 'v=spf1 mx include:sendgrid.net -all',
  });
  expect(await reply(number)).toMatchObject({ status: 409 });
  put('dkim');
  put('dmarc', 'v=DMARC1; p=reject');
  expect(await states()).toMatchObject({
    state: 'verified',
    records: 'right right different right',
  });
  expect(await reply(number)).toMatchObject({ status: 201 });

  delete records[`TXT ${recordOf('dkim').name}`];
  expect(await states()).toMatchObject({ state: 'failing' });
  expect(await reply(number)).toMatchObject({ status: 201 });
  await query(api.db, `UPDATE domains SET failing_since = now() - interval '73 hours'`);
  expect(await states()).toMatchObject({ state: 'stopped' });
  const stopped = await reply(number);
  expect(stopped).toMatchObject({ status: 409 });
  expect(stopped.body.detail).toContain('gone from the DNS');
  put('dkim');
  expect(await states()).toMatchObject({ state: 'verified' });

  expect(await api.call('DELETE', path)).toMatchObject({ status: 204 });
  expect(await api.call('GET', path)).toMatchObject({ status: 404 });
  expect(await reply(number)).toMatchObject({ status: 409 });
});

test('what is no domain, or is there twice, is refused at its field; only admins change them', async () => {
  const add = (name: string, as?: string) =>
    api.call('POST', '/api/v1/domains', { body: { name }, ...(as ? { as } : {}) });
  expect(await add('help@desk.example')).toMatchObject({
    status: 422,
    body: { problems: [{ path: 'name' }] },
  });
  expect(await add('shop.example', api.agentKey)).toMatchObject({ status: 403 });
  expect(await add('shop.example')).toMatchObject({ status: 201 });
  expect(await add('SHOP.example')).toMatchObject({ status: 409 });
  expect((await api.call('GET', '/api/v1/domains', { as: api.agentKey })).body.items).toHaveLength(
    1,
  );
});

test('a policy of the parent domain is one for those below it', async () => {
  const { body } = await api.call('POST', '/api/v1/domains', { body: { name: 'eu.mail.example' } });
  records['TXT _dmarc.mail.example'] = ['v=DMARC1; p=none'];
  const checked = await api.call('POST', `/api/v1/domains/${body.id}/check`);
  expect(checked.body.records[3]).toMatchObject({ purpose: 'dmarc', state: 'right' });
  await api.call('DELETE', `/api/v1/domains/${body.id}`);
});

test('domains are looked at by one process at a time, and again when it is time to', async () => {
  await query(api.db, `UPDATE domains SET next_check_at = now() - interval '1 minute'`);
  const [one, other] = await Promise.all([
    claimDomainsToCheck(api.db, 10),
    claimDomainsToCheck(api.db, 10),
  ]);
  expect([...one, ...other].map(({ name }) => name)).toEqual(['shop.example']);
});
