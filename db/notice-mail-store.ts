import { query, type Database, type Transaction } from './database';

/** What the e-mail to an agent says besides the event itself. */
export interface NoticeMailFacts {
  /** The same for the same event and agent, also when it is planned again. */
  deliveryId: string;
  agent: { name: string; email: string };
  title: string;
  /** Name and address. */
  requester: string;
  /** The message that it is about; null for one that was taken back. */
  text: string | null;
  mailbox: { name: string; address: string };
}

/** Whom a mail that needs no ticket's facts goes to, and from which mailbox. */
export type AgentMailFacts = Pick<NoticeMailFacts, 'deliveryId' | 'agent' | 'mailbox'>;

/** Null when the agent is not active, or no mailbox is set up to send from. */
export async function findAgentMailFacts(
  db: Database,
  { key, agentId }: { key: string; agentId: string },
  transaction: Transaction,
): Promise<AgentMailFacts | null> {
  const [row] = await query<AgentMailFacts>(
    db,
    `SELECT md5((SELECT id FROM installation) || '/' || $2)::uuid AS "deliveryId",
       jsonb_build_object('name', a.name, 'email', a.email) AS agent,
       jsonb_build_object('name', m.name, 'address', m.address) AS mailbox
     FROM agents a JOIN mailboxes m ON m.is_default WHERE a.id = $1 AND a.active`,
    [agentId, key],
    transaction,
  );
  return row ?? null;
}

/** Null when the agent is not active, or no mailbox is set up to send from. */
export async function findNoticeMailFacts(
  db: Database,
  asked: { key: string; ticket: number; agentId: string; messageId: string | null },
  transaction: Transaction,
): Promise<NoticeMailFacts | null> {
  const [row] = await query<NoticeMailFacts>(
    db,
    `SELECT md5((SELECT id FROM installation) || '/' || $3)::uuid AS "deliveryId",
       jsonb_build_object('name', a.name, 'email', a.email) AS agent, t.title,
       coalesce(c.name || ' <' || c.email || '>', l.name || ' <' || l.email || '>', l.email, '')
         AS requester,
       (SELECT text FROM messages WHERE id = $4::uuid AND withdrawn_at IS NULL) AS text,
       jsonb_build_object('name', m.name, 'address', m.address) AS mailbox
     FROM tickets t
     JOIN agents a ON a.id = $2 AND a.active
     JOIN mailboxes m ON m.is_default
     LEFT JOIN contacts c ON t.requester_type = 'contact' AND c.id = t.requester_id
     LEFT JOIN leads l ON t.requester_type = 'lead' AND l.id = t.requester_id
     WHERE t.number = $1::int`,
    [asked.ticket, asked.agentId, asked.key, asked.messageId],
    transaction,
  );
  return row ?? null;
}
