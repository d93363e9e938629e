import { findPerson } from '../../plugins/core/find-person';
import { findTickets } from '../../plugins/core/find-tickets';
import { httpRequest } from '../../plugins/core/http-request';
import { notifyAgents } from '../../plugins/core/notify-agents';
import { retryAfterMs } from '../../plugins/core/outside';
import { sendMail } from '../../plugins/core/send-mail';
import type { HttpAnswer, HttpRequest } from '../../plugins/kit/action';
import { actionCatalogue, actionManifests } from '../../plugins/actions';
import { aContext, aFoundTicket } from './a-context';

const problemsOf = (use: string, inputs: object) =>
  actionCatalogue.find(use)!.inputProblems(inputs as Record<string, unknown>);

describe('http-request', () => {
  const json = { 'content-type': 'application/json; charset=utf-8' };
  const requested = async (inputs: object, answer: Partial<HttpAnswer> = {}) => {
    const { ctx, calls } = aContext(answer);
    const output = await httpRequest.run(ctx, {
      method: 'GET',
      url: 'https://a.example',
      ...inputs,
    });
    return { output, how: calls[0]![0], request: calls[0]![1] as HttpRequest };
  };

  test('calls an address and answers the JSON that comes back, without cookies', async () => {
    const headers = { ...json, 'set-cookie': 'session=1' };
    const { output, how, request } = await requested(
      { query: { q: 'a & b', page: 2 } },
      { headers, body: '{"id":7}' },
    );

    expect(output).toEqual({ status: 200, body: { id: 7 }, headers: json });
    expect([how, request.url]).toEqual(['http', 'https://a.example?q=a%20%26%20b&page=2']);
    expect(request.headers).not.toHaveProperty('idempotency-key');
  });

  test('signs in by a connection, and sends what it changes under the step’s key', async () => {
    const { how, request } = await requested({
      method: 'POST',
      connection: 'shop',
      url: '/orders?x=1#here',
      query: { y: true },
      headers: { 'X-Trace': 'a' },
      body: { id: 7 },
    });

    expect(how).toBe('http by shop');
    expect(request).toMatchObject({
      method: 'POST',
      url: '/orders?x=1&y=true',
      body: '{"id":7}',
      headers: { 'idempotency-key': 'the-key', 'content-type': 'application/json', 'x-trace': 'a' },
    });
  });

  test.each([
    ['text', { 'content-type': 'text/plain' }, 'Hi\0 there', 'Hi\ufffd there'],
    ['JSON that is none', json, '{"id":', '{"id":'],
    ['nothing', {}, '', null],
    ['problem JSON', { 'content-type': 'application/problem+json' }, '[1]', [1]],
    ['JSON with what no database keeps', json, '{"a\\u0000":"\\ud800"}', { 'a\ufffd': '\ufffd' }],
  ])('%s is kept as it can be', async (_what, headers, body, kept) => {
    expect((await requested({}, { headers, body })).output).toMatchObject({ body: kept });
  });

  test('what is right may be said, and is left alone', async () => {
    expect((await requested({ expect: [404] }, { status: 404 })).output).toMatchObject({
      status: 404,
    });
    await expect(requested({ expect: [404] }, { status: 200 })).rejects.toMatchObject({
      code: 'http-refused',
      message: 'The other program answered 200 instead of 404.',
    });
  });

  test.each([
    [503, 'http-unavailable', true],
    [429, 'http-unavailable', true],
    [302, 'http-refused', false],
    [401, 'http-refused', false],
  ])('after %s it fails as %s', async (status, code, retryable) => {
    await expect(requested({}, { status })).rejects.toMatchObject({ code, retryable });
  });

  test.each([
    ['a path without a connection', { url: '/orders' }, 'url'],
    ['a host from a template', { url: 'https://{{ticket.title}}.example/' }, 'url'],
    ['an address without a scheme', { url: '//a.example', connection: 'shop' }, 'url'],
    ['a secret', { headers: { Authorization: 'Bearer x' } }, 'headers.Authorization'],
    ['a header that is ours', { headers: { Host: 'x' } }, 'headers.Host'],
    ['a body of GET', { body: {} }, 'body'],
  ])('%s is refused when the Flow is published', (_what, inputs, path) => {
    const given = { method: 'GET', url: 'https://a.example/{{ticket.number}}', ...inputs };

    expect(problemsOf('core.http-request@1', given).map((one) => one.path)).toEqual([path]);
  });

  test('a header of several lines is refused', async () => {
    await expect(requested({ headers: { 'x-a': 'a\r\nhost: b' } })).rejects.toMatchObject({
      code: 'header-not-valid',
    });
  });

  test('its answer is kept beside the history, and its manifest says so', () => {
    const kept = (use: string) => actionManifests.find((one) => one.use === use)!.outputKept;

    expect(kept('core.http-request@1')).toBe('beside');
    expect(kept('core.find-tickets@1')).toBe('beside');
    expect(kept('core.call-webhook@1')).toBe('history');
  });
});

test.each([
  ['120', 120_000],
  ['Mon, 30 Nov 2026 12:01:00 GMT', 60_000],
  ['Mon, 30 Nov 2026 11:00:00 GMT', 0],
  ['soon', undefined],
  [undefined, undefined],
])('Retry-After: %s', (header, ms) => {
  expect(retryAfterMs(header, Date.parse('2026-11-30T12:00:00Z'))).toBe(ms);
});

describe('find-tickets', () => {
  test('asks for what tickets must be and answers them', async () => {
    const { ctx, calls } = aContext();

    const output = await findTickets.run(ctx, {
      where: { status: 'open', priority: ['high', 'urgent'], requester: 'same', team: null },
      limit: 5,
    });

    expect(output).toEqual({ count: 2, numbers: [7, 5], tickets: [7, 5].map(aFoundTicket) });
    expect(calls).toEqual([
      [
        'tickets',
        {
          statuses: ['open'],
          priorities: ['high', 'urgent'],
          requester: 'same',
          team: null,
          limit: 5,
        },
      ],
    ]);
  });

  test('an age is counted from now', async () => {
    const { ctx, calls } = aContext();

    await findTickets.run(ctx, { where: { olderThan: '2d', newerThan: '5d' } });

    const { createdBefore, createdAfter } = calls[0]![1] as Record<string, Date>;
    expect(Date.now() - createdBefore!.getTime()).toBeCloseTo(2 * 86_400_000, -4);
    expect(Date.now() - createdAfter!.getTime()).toBeCloseTo(5 * 86_400_000, -4);
  });

  test('a duration that is none and a question about nothing are refused', () => {
    expect(problemsOf('core.find-tickets@1', { where: { olderThan: 'long' } })[0]!.path).toBe(
      'where.olderThan',
    );
    expect(problemsOf('core.find-tickets@1', { where: {} })[0]!.path).toBe('where');
  });
});

test('find-person answers who it is, or that it is nobody', async () => {
  const customer = {
    id: 'contact-1',
    type: 'contact' as const,
    accountId: null,
    name: 'Mia',
    email: 'mia@customer.example',
  };

  expect(await findPerson.run(aContext({ customer }).ctx, { email: customer.email })).toEqual({
    found: true,
    ...customer,
  });
  expect(await findPerson.run(aContext().ctx, { name: 'Mia' })).toMatchObject({
    found: false,
    id: null,
  });
  expect(problemsOf('core.find-person@1', {})[0]!.message).toBe('give either email or name');
});

test('notify-agents tells by both ways unless it says otherwise', async () => {
  const { ctx, calls } = aContext();

  expect(await notifyAgents.run(ctx, { agents: 'watchers', text: 'Look' })).toEqual({ told: 2 });
  await notifyAgents.run(ctx, { team: 'Billing', text: 'Look', by: ['mail'] });

  expect(calls.map(([, what]) => what)).toEqual([
    { agents: 'watchers', text: 'Look', by: ['in-app', 'mail'] },
    { agents: [], team: 'Billing', text: 'Look', by: ['mail'] },
  ]);
  expect(problemsOf('core.notify-agents@1', { text: 'Look' })).toHaveLength(1);
});

test('send-mail@2 takes several addresses, teams and copies', async () => {
  const { ctx, calls } = aContext();
  const words = { subject: 'Hello\nyou', text: 'Hi' };

  await sendMail.run(ctx, { to: ['a@x.example', 'b@x.example'], cc: 'c@x.example', ...words });
  await sendMail.run(ctx, { to: { team: 'Billing' }, ...words });

  expect(calls.map(([, mail]) => mail)).toEqual([
    { to: ['a@x.example', 'b@x.example'], cc: ['c@x.example'], subject: 'Hello you', text: 'Hi' },
    { to: { team: 'Billing' }, subject: 'Hello you', text: 'Hi' },
  ]);
  expect(
    problemsOf('core.send-mail@2', { to: 'nobody', ...words }).map(({ path }) => path),
  ).toEqual(['to']);
});

test.each([
  [
    httpRequest,
    { method: 'PUT', url: '/orders', connection: 'shop' },
    'PUT /orders of the connection shop.',
  ],
  [httpRequest, { method: 'GET', url: 'https://a.example' }, 'GET https://a.example.'],
  [
    findTickets,
    { where: { status: ['open', 'waiting'], team: null } },
    'Look up to 100 other tickets up: status open or waiting, team nobody.',
  ],
  [findPerson, { email: 'a@x.example' }, 'Look up a@x.example.'],
  [
    notifyAgents,
    { agents: 'assignee', team: 'Billing', text: 'Hi' },
    'Tell the assignee, the team Billing: Hi',
  ],
  [
    sendMail,
    { to: { team: 'Billing' }, cc: ['a@x.example'], subject: 'S', text: 'T' },
    'Send “S” to the team Billing, with a copy to a@x.example.',
  ],
])('a preview tells what would be done (%#)', (action, input, sentence) => {
  expect(action.preview(input)).toBe(sentence);
});
