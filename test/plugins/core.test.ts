import { addNote } from '../../plugins/core/add-note';
import { callWebhook } from '../../plugins/core/call-webhook';
import { sendMail } from '../../plugins/core/send-mail';
import { setPriority } from '../../plugins/core/set-priority';
import { setStatus } from '../../plugins/core/set-status';
import { renderInputs, valuesIn } from '../../plugins/kit/inputs';
import { aContext } from './a-context';

test('set-priority asks for the change and tells whether there was one', async () => {
  const { ctx, calls } = aContext();

  expect(await setPriority.run(ctx, { priority: 'high' })).toEqual({
    priority: 'high',
    changed: true,
  });
  expect(calls).toEqual([['update', { priority: 'high' }]]);
});

test('set-status asks for the change', async () => {
  const { ctx, calls } = aContext();

  await setStatus.run(ctx, { status: 'resolved' });

  expect(calls).toEqual([['update', { status: 'resolved' }]]);
});

test('add-note writes the note', async () => {
  const { ctx, calls } = aContext();

  await addNote.run(ctx, { text: 'Look here' });

  expect(calls).toEqual([['note', 'Look here']]);
});

test('send-mail queues a mail with a subject of one line', async () => {
  const { ctx, calls } = aContext();

  await sendMail.run(ctx, { to: 'requester', subject: 'Hello\r\nBcc: x@y.z', text: 'Hi' });

  expect(calls).toEqual([['mail', { to: 'requester', subject: 'Hello Bcc: x@y.z', text: 'Hi' }]]);
});

describe('call-webhook', () => {
  test('posts what is known when nothing is given, under the step’s key', async () => {
    const { ctx, calls } = aContext({ status: 204 });

    expect(await callWebhook.run(ctx, { url: 'https://example.com/hook' })).toEqual({
      status: 204,
    });
    const [, request] = calls[0] as [string, { headers: Record<string, string>; body: string }];
    expect(request.headers).toMatchObject({
      'webhook-id': 'the-key',
      'webhook-signature': 'v1,signed',
    });
    expect(JSON.parse(request.body)).toMatchObject({
      data: { flow: 'a-flow', ticket: { number: 1042 } },
    });
  });

  test.each([500, 503, 408, 429])('tries again after %s', async (status) => {
    await expect(called(status)).rejects.toMatchObject({ retryable: true });
  });

  test.each([301, 400, 401, 404, 410])('gives up after %s', async (status) => {
    await expect(called(status)).rejects.toMatchObject({ retryable: false });
  });

  test('a receiver that is gone for good is told apart', async () => {
    await expect(called(410)).rejects.toMatchObject({ code: 'webhook-gone' });
  });

  test('a receiver says when to come again', async () => {
    const { ctx } = aContext({ status: 429, headers: { 'retry-after': '90' } });

    await expect(callWebhook.run(ctx, { url: 'https://example.com/hook' })).rejects.toMatchObject({
      code: 'webhook-unavailable',
      retryAfterMs: 90_000,
    });
  });

  const called = (status: number) =>
    callWebhook.run(aContext({ status }).ctx, { url: 'https://example.com/hook' });
});

test('templates in the body of a webhook are rendered wherever they stand', () => {
  const inputs = { url: 'https://example.com/{{x}}', body: { a: ['{{ticket.number}}', 1, null] } };

  expect(valuesIn(callWebhook.input, inputs).map(({ path }) => path)).toEqual(['body.a.0']);
  expect(renderInputs(callWebhook.input, inputs, { ticket: { number: 7 } })).toEqual({
    url: 'https://example.com/{{x}}',
    body: { a: ['7', 1, null] },
  });
});
