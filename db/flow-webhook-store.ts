import { query, type Database, type Transaction } from './database';

/** Which of its secrets a Flow's webhook has now, and since when it is not the one before. */
export interface WebhookGeneration {
  generation: number;
  rotatedAt: Date | null;
}

export async function webhookGeneration(db: Database, flowId: string): Promise<WebhookGeneration> {
  const [row] = await query<WebhookGeneration>(
    db,
    'SELECT generation, rotated_at AS "rotatedAt" FROM flow_webhooks WHERE flow_id = $1',
    [flowId],
  );
  return row ?? { generation: 0, rotatedAt: null };
}

export async function rotateWebhook(
  db: Database,
  flowId: string,
  transaction: Transaction,
): Promise<WebhookGeneration> {
  const [row] = await query<WebhookGeneration>(
    db,
    `INSERT INTO flow_webhooks AS w (flow_id, generation, rotated_at) VALUES ($1, 1, now())
     ON CONFLICT (flow_id) DO UPDATE SET generation = w.generation + 1, rotated_at = now()
     RETURNING generation, rotated_at AS "rotatedAt"`,
    [flowId],
    transaction,
  );
  return row!;
}
