import {
  usualWishes,
  type NotificationKind,
  type NotificationWish,
  type NotificationWishes,
} from '../domain/notification/kind';
import { query, type Database, type Transaction } from './database';

/** How each of these agents wants to hear of things. Who is not active hears of nothing. */
export async function readNotificationWishes(
  db: Database,
  agentIds: readonly string[],
  transaction?: Transaction,
): Promise<Map<string, NotificationWishes>> {
  const rows = await query<{ agentId: string; said: Partial<NotificationWishes> }>(
    db,
    `SELECT a.id AS "agentId", coalesce(
       (SELECT jsonb_object_agg(s.kind, jsonb_build_object('mail', s.mail, 'inApp', s.in_app))
        FROM notification_settings s WHERE s.agent_id = a.id), '{}') AS said
     FROM agents a WHERE a.id = ANY($1::uuid[]) AND a.active`,
    [agentIds],
    transaction,
  );
  return new Map(rows.map(({ agentId, said }) => [agentId, { ...usualWishes, ...said }]));
}

/** Stores what an agent says of some kinds; the others stay as they are. */
export async function saveNotificationWishes(
  db: Database,
  agentId: string,
  wishes: Partial<Record<NotificationKind, NotificationWish | undefined>>,
): Promise<void> {
  await query(
    db,
    `INSERT INTO notification_settings (agent_id, kind, mail, in_app)
     SELECT $1, kind, (wish->>'mail')::boolean, (wish->>'inApp')::boolean
     FROM jsonb_each($2::jsonb) AS given (kind, wish)
     ON CONFLICT (agent_id, kind) DO UPDATE SET mail = excluded.mail, in_app = excluded.in_app`,
    [agentId, JSON.stringify(wishes)],
  );
}
