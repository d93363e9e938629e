import { z } from 'zod';
import { ActionError, defineAction, externalRetry, type ActionContext } from '../kit/action';
import { jsonTemplate } from '../kit/inputs';
import { refusedBy } from './outside';

const url = z.url({
  protocol: /^https?$/,
  error: 'write an address that begins with https:// or http://',
});

/** Signed as Standard Webhooks 1.0 says; `webhook-id` is the same at every attempt. */
export const callWebhook = defineAction({
  id: 'core.call-webhook',
  version: 1,
  title: 'Call a webhook',
  description: 'Posts JSON to an address, signed, again until it is taken (2xx) or refused (4xx).',
  input: z.strictObject({
    url: url.max(2_000).meta({ title: 'Address' }),
    body: jsonTemplate('Body').optional(),
  }),
  output: z.strictObject({ status: z.int() }),
  effect: 'external',
  retry: externalRetry,
  timeoutMs: 30_000,
  preview: ({ url: to }) => `Post to ${to}.`,
  async run(ctx, { url: to, body: given }) {
    const timestamp = Math.floor(Date.now() / 1000);
    const body = JSON.stringify(given ?? (await usualBody(ctx)));
    const answer = await ctx.http.send({
      method: 'POST',
      url: to,
      body,
      headers: {
        'content-type': 'application/json',
        'webhook-id': ctx.idempotencyKey,
        'webhook-timestamp': String(timestamp),
        'webhook-signature': await ctx.webhooks.sign({ id: ctx.idempotencyKey, timestamp, body }),
      },
    });
    const { status } = answer;
    if (status >= 200 && status < 300) return { status };
    if (status === 410) {
      throw new ActionError(
        'webhook-gone',
        'The receiver answered 410: it wants no more of these. Take the step out, or set its new address.',
      );
    }
    throw refusedBy(answer, { away: 'webhook-unavailable', refused: 'webhook-refused' });
  },
});

async function usualBody(ctx: ActionContext): Promise<Record<string, unknown>> {
  const { flow, run, step } = ctx;
  const { ticket, requester, assignee, event } = await ctx.values();
  return { type: 'flow.webhook', data: { flow, run, step, ticket, requester, assignee, event } };
}
