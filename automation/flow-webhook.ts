import { createHmac, timingSafeEqual } from 'node:crypto';
import type { WebhookGeneration } from '../db/flow-webhook-store';
import { DomainError } from '../domain/domain-error';

/** How long the secret before the last change still opens a Flow's webhook. */
const formerSecretHours = 24;
/** How far the sender's clock may be off, and how long a request may take. */
const toleranceSeconds = 5 * 60;

/**
 * The secret of a Flow's webhook in the form that senders are given (Standard Webhooks 1.0). Each
 * generation has another; it follows from the installation's own secret, so none is stored.
 */
export function flowWebhookSecret(
  installation: { secret: Buffer },
  flowId: string,
  generation: number,
): string {
  return `whsec_${keyOf(installation, flowId, generation).toString('base64')}`;
}

/** Until when the secret before the one that was made then is taken. */
export function formerSecretUntil(rotatedAt: Date): Date {
  return new Date(rotatedAt.getTime() + formerSecretHours * 3_600_000);
}

/** A request as it came: the headers of Standard Webhooks 1.0, and the bytes that were signed. */
export interface SignedRequest {
  id: string | undefined;
  timestamp: string | undefined;
  signature: string | undefined;
  body: Buffer;
  now: Date;
}

/**
 * Answers the `webhook-id` of a request that is genuine. Throws `signature-missing`,
 * `request-too-old`, `wrong-signature`.
 */
export function verifyFlowWebhook(
  installation: { secret: Buffer },
  { flowId, generation, rotatedAt }: { flowId: string } & WebhookGeneration,
  { id, timestamp, signature, body, now }: SignedRequest,
): string {
  if (!id || !timestamp || !signature) {
    throw new DomainError(
      'signature-missing',
      'Sign the request: webhook-id, webhook-timestamp and webhook-signature, as Standard Webhooks says.',
    );
  }
  const age = now.getTime() / 1000 - Number(timestamp);
  // Also what is no number at all.
  if (!/^\d{1,12}$/.test(timestamp) || Math.abs(age) > toleranceSeconds) {
    throw new DomainError(
      'request-too-old',
      'webhook-timestamp is more than five minutes away from our clock, or no number of seconds.',
    );
  }
  const formerCounts = rotatedAt !== null && now < formerSecretUntil(rotatedAt);
  const generations = formerCounts ? [generation, generation - 1] : [generation];
  const expected = generations.map((one) =>
    createHmac('sha256', keyOf(installation, flowId, one))
      .update(`${id}.${timestamp}.`)
      .update(body)
      .digest(),
  );
  const given = signature.split(' ').flatMap((one) => {
    const [version, text] = one.split(',');
    return version === 'v1' && text ? [Buffer.from(text, 'base64')] : [];
  });
  const isGenuine = given.some((one) => expected.some((other) => isSame(one, other)));
  if (isGenuine) return id;
  throw new DomainError('wrong-signature', 'The signature is not that of this Flow’s secret.');
}

function keyOf({ secret }: { secret: Buffer }, flowId: string, generation: number): Buffer {
  return createHmac('sha256', secret).update(`flow-webhooks/${flowId}/${generation}`).digest();
}

function isSame(one: Buffer, other: Buffer): boolean {
  return one.length === other.length && timingSafeEqual(one, other);
}
