import { createHmac } from 'node:crypto';
import type { WebhookPort } from '../plugins/kit/action';

/**
 * The key with which this installation signs webhooks, in the form that receivers are given
 * (Standard Webhooks 1.0: `whsec_` and 24 to 64 bytes in base64). Derived, so that it is never stored twice.
 */
export function webhookSecret(installation: { secret: Buffer }): string {
  return `whsec_${webhookKey(installation).toString('base64')}`;
}

/** Signs as Standard Webhooks 1.0 says: `v1,` and the HMAC-SHA256 of `id.timestamp.body`. */
export function webhookSigner(installation: () => Promise<{ secret: Buffer }>): WebhookPort {
  let key: Buffer | undefined;
  return {
    async sign({ id, timestamp, body }) {
      key ??= webhookKey(await installation());
      const signed = `${id}.${timestamp}.${body}`;
      return `v1,${createHmac('sha256', key).update(signed).digest('base64')}`;
    },
  };
}

function webhookKey({ secret }: { secret: Buffer }): Buffer {
  return createHmac('sha256', secret).update('webhooks').digest();
}
