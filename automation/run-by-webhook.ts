import { createHash } from 'node:crypto';
import { inTransaction, type Database } from '../db/database';
import type { PublishedFlow } from '../db/flow-store';
import { beginRun } from './begin-run';

/** Begins a run for a genuine request; the same `webhook-id` begins one. Answers the run's id. */
export async function runFlowByWebhook(
  db: Database,
  flow: PublishedFlow,
  { webhookId, inputs }: { webhookId: string; inputs: Record<string, unknown> },
): Promise<string> {
  const name = createHash('sha256').update(webhookId).digest('hex').slice(0, 24);
  const id = `${flow.slug}.webhook.${name}`;
  const occurrence = {
    type: 'flow.webhook' as const,
    at: new Date().toISOString(),
    actor: { type: 'system' as const, id: 'webhook', name: 'Webhook' },
    data: { webhookId },
  };
  await inTransaction(db, (transaction) =>
    beginRun(db, { id, flow, occurrence, inputs, ticket: null }, transaction),
  );
  return id;
}
