import { query, type Database, type Transaction } from './database';

/** What the e-mail to an assigned agent says. */
export interface AssignmentFacts {
  /** The same for the same assignment, also when it is planned again. */
  deliveryId: string;
  agent: { name: string; email: string };
  title: string;
  /** Name and address. */
  requester: string;
  mailbox: { name: string; address: string };
}

/** Null when the agent is not active, or no mailbox is set up to send from. */
export async function findAssignmentFacts(
  db: Database,
  { ticket, seq, agentId }: { ticket: number; seq: number; agentId: string },
  transaction: Transaction,
): Promise<AssignmentFacts | null> {
  const [row] = await query<AssignmentFacts>(
    db,
    `SELECT md5((SELECT id FROM installation) || '/assigned/' || $1 || '/' || $3)::uuid AS "deliveryId",
       jsonb_build_object('name', a.name, 'email', a.email) AS agent, t.title,
       coalesce(c.name || ' <' || c.email || '>', l.name || ' <' || l.email || '>', l.email, '')
         AS requester,
       jsonb_build_object('name', m.name, 'address', m.address) AS mailbox
     FROM tickets t
     JOIN agents a ON a.id = $2 AND a.active
     JOIN mailboxes m ON m.is_default
     LEFT JOIN contacts c ON t.requester_type = 'contact' AND c.id = t.requester_id
     LEFT JOIN leads l ON t.requester_type = 'lead' AND l.id = t.requester_id
     WHERE t.number = $1::int`,
    [String(ticket), agentId, String(seq)],
    transaction,
  );
  return row ?? null;
}
