import { query, type Database, type Transaction } from './database';
import { familyOf } from './merge-store';
import { holdTickets } from './ticket-store';

/** One ticket, or the oldest whose days in the bin or among spam are over. */
export type WantedPurge = { number: number } | { days: number; limit: number };

/**
 * Holds removed tickets that may be deleted for good, with those merged into them. What was restored
 * or changed its family while this waited for it stays. So does, for later, a family of which
 * somebody is still to be told something, so that no workflow goes on for a ticket that is gone.
 */
export async function holdTicketsToPurge(
  db: Database,
  wanted: WantedPurge,
  transaction: Transaction,
): Promise<number[]> {
  const held = new Set((await familiesToPurge(db, wanted, transaction)).flat());
  if (held.size === 0) return [];
  await holdTickets(db, [...held], transaction);
  // Only now also against rows that refer to them: a relay that holds their places stores such.
  await query(
    db,
    'SELECT number FROM tickets WHERE number = ANY($1::int[]) ORDER BY number FOR UPDATE',
    [[...held]],
    transaction,
  );
  const families = await familiesToPurge(db, wanted, transaction);
  const whole = families.filter((family) => family.every((number) => held.has(number)));
  return [...new Set(whole.flat())];
}

async function familiesToPurge(
  db: Database,
  wanted: WantedPurge,
  transaction: Transaction,
): Promise<number[][]> {
  const due =
    'number' in wanted
      ? { where: 'number = $1', bind: [wanted.number, 1] }
      : { where: "removed_at < now() - $1 * interval '1 day'", bind: [wanted.days, wanted.limit] };
  const rows = await query<{ family: number[] }>(
    db,
    `SELECT family FROM tickets due CROSS JOIN LATERAL (SELECT ${familyOf('due.number')} AS family) f
     WHERE removed IS NOT NULL AND ${due.where} AND NOT EXISTS (SELECT FROM ticket_relay
       WHERE ticket = ANY(family) AND least(workflow_seq, automation_seq) < version)
     ORDER BY removed_at LIMIT $2`,
    due.bind,
    transaction,
  );
  return rows.map(({ family }) => family);
}

/**
 * Deletes tickets with all that belongs to them alone: messages, files, mails as they came and as
 * they went, events, drafts. Of Flow runs the bare fact stays.
 */
export async function purgeTickets(
  db: Database,
  numbers: readonly number[],
  transaction: Transaction,
): Promise<void> {
  const run = (sql: string): Promise<unknown> => query(db, sql, [numbers], transaction);
  await run(letHeldMailsGo);
  const files = await query<{ id: string }>(db, filesOfTickets, [numbers], transaction);
  const fileIds = files.map(({ id }) => id);
  await run(`DELETE FROM attachments WHERE message_id IN (
    SELECT id FROM messages WHERE ticket = ANY($1::int[]))`);
  for (const sql of fileStatements) await query(db, sql, [fileIds], transaction);
  for (const sql of statements) await run(sql);
}

/** What nobody let in never was a part of the ticket; it stays in the list of mails. */
const letHeldMailsGo = `
  UPDATE inbound_mails SET ticket = NULL
  WHERE ticket = ANY($1::int[]) AND outcome IN ('quarantined', 'blocked')`;

/**
 * Attachments, and the mails as they came: those received once more too, unless what was made of
 * the mail now is on a ticket that lives on.
 */
const filesOfTickets = `
  SELECT file_id AS id FROM attachments a JOIN messages m ON m.id = a.message_id
    WHERE m.ticket = ANY($1::int[])
  UNION SELECT i.file_id FROM messages m JOIN inbound_mails i ON i.id = m.inbound_mail_id
    WHERE m.ticket = ANY($1::int[])
  UNION SELECT file_id FROM inbound_mails i WHERE ticket = ANY($1::int[]) AND NOT EXISTS (
    SELECT FROM inbound_mails same JOIN messages m ON m.id = same.message_id
    WHERE same.file_id = i.file_id AND m.ticket <> ALL($1::int[]))`;

/** With the same mails received once more, which share the file. What others use stays. */
const fileStatements = [
  'DELETE FROM inbound_mails WHERE file_id = ANY($1::uuid[])',
  `DELETE FROM files f WHERE id = ANY($1::uuid[])
     AND NOT EXISTS (SELECT FROM attachments WHERE file_id = f.id)`,
];

/** In an order that leaves no reference behind; of what others keep, it goes by itself. */
const statements = [
  // First, one after the other: a person's new name changes those of several tickets too.
  `WITH held AS (SELECT ticket FROM search_documents WHERE ticket = ANY($1::int[])
     ORDER BY ticket FOR UPDATE)
   DELETE FROM search_documents d USING held WHERE d.ticket = held.ticket`,
  'DELETE FROM deliveries WHERE ticket = ANY($1::int[])',
  'DELETE FROM inbound_mails WHERE ticket = ANY($1::int[])',
  'DELETE FROM drafts WHERE ticket = ANY($1::int[])',
  'DELETE FROM messages WHERE ticket = ANY($1::int[])',
  'DELETE FROM flow_decisions WHERE ticket = ANY($1::int[])',
  `UPDATE flow_run_steps SET input = NULL, output = NULL, explanation = NULL, attempts = '[]'
   WHERE run_id IN (SELECT id FROM flow_runs WHERE ticket = ANY($1::int[]))`,
  'DELETE FROM ticket_relay WHERE ticket = ANY($1::int[])',
  'DELETE FROM ticket_events WHERE ticket = ANY($1::int[])',
  'DELETE FROM tickets WHERE number = ANY($1::int[])',
];
