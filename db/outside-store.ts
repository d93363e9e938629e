import { isOpenAt } from '../domain/business-time/business-time';
import type { TicketEvent } from '../domain/ticket/event';
import type {
  BusinessHours,
  MessageSeen,
  OutsideGroup,
  OutsideSeen,
  RequesterSeen,
} from '../flows/engine/seen';
import { allCalendars } from './calendar-store';
import { query, type Database, type Transaction } from './database';

/** An event among those of all tickets. */
export type EventKey = `${number}/${number}`;

export function eventKey({ ticket, seq }: Pick<TicketEvent, 'ticket' | 'seq'>): EventKey {
  return `${ticket}/${seq}`;
}

/** What must be known of an event to read what it does not bring along. */
export type EventAsked = Pick<TicketEvent, 'ticket' | 'seq' | 'facts' | 'messageId'>;

export interface ReadOutsideOptions {
  /**
   * Of when free text and the customer's last reply are: of the event, or of now. People are always
   * as they are now, a message is as it was written.
   */
  asOf?: 'event' | 'now';
  transaction?: Transaction;
}

/** How much of a text conditions look at. */
const textMaxLength = 100_000;

/**
 * What conditions ask about beyond the events themselves, for many events with one query for each
 * group. Answers an entry for every event.
 */
export async function readOutside(
  db: Database,
  events: readonly EventAsked[],
  groups: readonly OutsideGroup[],
  options: ReadOutsideOptions = {},
): Promise<Map<EventKey, OutsideSeen>> {
  const asked = events.map((event) => ({ event, groups }));
  return readOutsideAsked(db, asked, options);
}

/** The same where not all ask for the same. */
export async function readOutsideAsked(
  db: Database,
  asked: readonly { event: EventAsked; groups: readonly OutsideGroup[] }[],
  options: ReadOutsideOptions = {},
): Promise<Map<EventKey, OutsideSeen>> {
  const found = new Map<EventKey, OutsideSeen>(asked.map(({ event }) => [eventKey(event), {}]));
  for (const group of Object.keys(readers) as OutsideGroup[]) {
    const events = asked.filter(({ groups }) => groups.includes(group)).map(({ event }) => event);
    if (events.length > 0) await readers[group](db, events, found, options);
  }
  return found;
}

type Reader = (
  db: Database,
  events: readonly EventAsked[],
  found: Map<EventKey, OutsideSeen>,
  options: ReadOutsideOptions,
) => Promise<void>;

const readers: Record<OutsideGroup, Reader> = {
  requester: readRequesters,
  message: readMessages,
  staff: readStaff,
  text: readTexts,
  reply: readReplies,
  calendar: readCalendars,
};

/** Whoever became a contact after they asked is that contact now. */
async function readRequesters(
  db: Database,
  events: readonly EventAsked[],
  found: Map<EventKey, OutsideSeen>,
  { transaction }: ReadOutsideOptions,
): Promise<void> {
  const ids = [...new Set(events.map(({ facts }) => facts.requester.id))];
  const rows = await query<RequesterSeen & { id: string }>(
    db,
    `SELECT p.*, a.name AS "accountName" FROM (
       SELECT id, name, email, account_id AS "accountId" FROM contacts WHERE id = ANY($1::uuid[])
       UNION ALL
       SELECT l.id, coalesce(c.name, l.name), coalesce(c.email, l.email), c.account_id FROM leads l
       LEFT JOIN contacts c ON c.id = l.converted_to WHERE l.id = ANY($1::uuid[])
     ) p LEFT JOIN accounts a ON a.id = p."accountId"`,
    [ids],
    transaction,
  );
  const byId = new Map(rows.map(({ id, ...requester }) => [id, requester]));
  for (const event of events) {
    found.get(eventKey(event))!.requester = byId.get(event.facts.requester.id) ?? null;
  }
}

async function readStaff(
  db: Database,
  events: readonly EventAsked[],
  found: Map<EventKey, OutsideSeen>,
  { transaction }: ReadOutsideOptions,
): Promise<void> {
  const agents = await query<{ id: string; name: string; email: string }>(
    db,
    'SELECT id, name, email FROM agents WHERE id = ANY($1::uuid[])',
    [events.flatMap(({ facts }) => facts.assigneeId ?? [])],
    transaction,
  );
  const teams = await query<{ id: string; name: string }>(
    db,
    'SELECT id, name FROM teams WHERE id = ANY($1::uuid[])',
    [events.flatMap(({ facts }) => facts.teamId ?? [])],
    transaction,
  );
  for (const event of events) {
    const { assigneeId, teamId } = event.facts;
    const assignee = agents.find(({ id }) => id === assigneeId) ?? null;
    const team = teams.find(({ id }) => id === teamId)?.name ?? null;
    found.get(eventKey(event))!.staff = { assignee, team };
  }
}

async function readMessages(
  db: Database,
  events: readonly EventAsked[],
  found: Map<EventKey, OutsideSeen>,
  { transaction }: ReadOutsideOptions,
): Promise<void> {
  const ids = events.flatMap(({ messageId }) => messageId ?? []);
  const rows = await query<MessageSeen>(
    db,
    `SELECT m.id, m.kind, m.automatic, left(m.text, $2::int) AS text, i.subject,
       m.author - 'id' AS author,
       EXISTS (SELECT FROM attachments a WHERE a.message_id = m.id AND NOT a.inline)
         AS "hasAttachments",
       ARRAY(SELECT p.agent_id::text FROM message_mentions p
         WHERE p.message_id = m.id AND p.agent_id IS NOT NULL ORDER BY p.position) AS mentions
     FROM messages m LEFT JOIN inbound_mails i ON i.id = m.inbound_mail_id
     WHERE m.id = ANY($1::uuid[])`,
    [[...new Set(ids)], textMaxLength],
    transaction,
  );
  const byId = new Map(rows.map((message) => [message.id, message]));
  for (const event of events) {
    found.get(eventKey(event))!.message = byId.get(event.messageId ?? '') ?? null;
  }
}

/** As of an event: what the next change of it was made from, or else what stands in the row. */
async function readTexts(
  db: Database,
  events: readonly EventAsked[],
  found: Map<EventKey, OutsideSeen>,
  { asOf = 'event', transaction }: ReadOutsideOptions,
): Promise<void> {
  const asOfEvent = (field: 'title' | 'description'): string => `coalesce((
    SELECT x.changes->'${field}'->>'from' FROM ticket_events x
    WHERE x.ticket = e.ticket AND x.seq > e.seq AND x.type = 'ticket.${field}_changed'
    ORDER BY x.seq LIMIT 1), t.${field})`;
  const [title, description] =
    asOf === 'now' ? ['t.title', 't.description'] : [asOfEvent('title'), asOfEvent('description')];
  const rows = await query<{ ticket: number; seq: number; title: string; description: string }>(
    db,
    `SELECT e.ticket, e.seq, ${title} AS title, left(${description}, $3::int) AS description
     FROM unnest($1::int[], $2::int[]) AS e (ticket, seq) JOIN tickets t ON t.number = e.ticket`,
    [...placesOf(events), textMaxLength],
    transaction,
  );
  for (const event of events) found.get(eventKey(event))!.text = null;
  for (const { ticket, seq, ...text } of rows) found.get(eventKey({ ticket, seq }))!.text = text;
}

async function readReplies(
  db: Database,
  events: readonly EventAsked[],
  found: Map<EventKey, OutsideSeen>,
  { asOf = 'event', transaction }: ReadOutsideOptions,
): Promise<void> {
  const upTo = asOf === 'now' ? '2147483647' : 'e.seq';
  const rows = await query<{ ticket: number; seq: number; at: Date | null }>(
    db,
    `SELECT e.ticket, e.seq, (SELECT x.at FROM ticket_events x
       WHERE x.ticket = e.ticket AND x.seq <= ${upTo} AND x.type = 'message.customer_replied'
       ORDER BY x.seq DESC LIMIT 1) AS at
     FROM unnest($1::int[], $2::int[]) AS e (ticket, seq)`,
    placesOf(events),
    transaction,
  );
  for (const { ticket, seq, at } of rows) {
    found.get(eventKey({ ticket, seq }))!.reply = { at: at?.toISOString() ?? null };
  }
}

async function readCalendars(
  db: Database,
  events: readonly EventAsked[],
  found: Map<EventKey, OutsideSeen>,
  { transaction }: ReadOutsideOptions,
): Promise<void> {
  const calendars = await allCalendars(db, transaction);
  const hours: BusinessHours = {
    isOpenAt(id, at) {
      const calendar = calendars.find((one) => (id === null ? one.isDefault : one.id === id));
      return calendar !== undefined && isOpenAt(calendar, new Date(at));
    },
  };
  for (const event of events) found.get(eventKey(event))!.calendar = hours;
}

function placesOf(events: readonly EventAsked[]): [number[], number[]] {
  return [events.map(({ ticket }) => ticket), events.map(({ seq }) => seq)];
}
