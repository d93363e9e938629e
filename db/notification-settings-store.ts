import { query, type Database, type Transaction } from './database';

/** What an agent can be told of. */
export const notificationKinds = ['assigned'] as const;

export type NotificationKind = (typeof notificationKinds)[number];

export interface NotificationWish {
  mail: boolean;
  inApp: boolean;
}

/** How each of these agents wants to hear of a kind of thing; who never said so: both ways. */
export async function readNotificationWishes(
  db: Database,
  agentIds: readonly string[],
  kind: NotificationKind,
  transaction?: Transaction,
): Promise<Map<string, NotificationWish>> {
  const rows = await query<NotificationWish & { agentId: string }>(
    db,
    `SELECT a.id AS "agentId", coalesce(s.mail, true) AS mail, coalesce(s.in_app, true) AS "inApp"
     FROM agents a LEFT JOIN notification_settings s ON s.agent_id = a.id AND s.kind = $2
     WHERE a.id = ANY($1::uuid[]) AND a.active`,
    [agentIds, kind],
    transaction,
  );
  return new Map(rows.map(({ agentId, mail, inApp }) => [agentId, { mail, inApp }]));
}
