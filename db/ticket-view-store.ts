import type { Priority } from '../domain/ticket/priority';
import { priorities } from '../domain/ticket/priority';
import type { TicketSort } from '../domain/ticket/list';
import { statuses, type Status } from '../domain/ticket/status';
import type { Removal } from '../domain/ticket/removal';
import type { TicketState } from '../domain/ticket/ticket';
import type { FieldCondition } from '../domain/custom-field/condition';
import type { CustomFieldDefinition } from '../domain/custom-field/definition';
import { query, type Database, type Transaction } from './database';
import { fieldIs, fieldOrder } from './field-sql';
import { ticketFromRow, type TicketRow } from './ticket-store';

/** A ticket with the people it names, as lists and pages show it. */
export interface TicketView {
  ticket: TicketState;
  assignee: { id: string; name: string; email: string } | null;
  team: { id: string; name: string } | null;
  requester: {
    type: 'contact' | 'lead';
    id: string;
    name: string | null;
    email: string;
    account: { id: string; name: string } | null;
  };
}

export interface TicketFilter {
  statuses: readonly Status[];
  priorities?: readonly Priority[];
  /** An agent's id, or `none` for tickets without one. */
  assignee?: string;
  /** A team's id, or `none` for tickets without one. */
  team?: string;
  tag?: string;
  requesterId?: string;
  /** An agent's id. */
  watcher?: string;
  /** `no`: not those that are out of the way now; `yes`: only those. Both when left out. */
  snoozed?: 'yes' | 'no';
  /** What custom fields must hold. */
  fields?: readonly FieldCondition[];
  /** Of any contact of this account. */
  accountId?: string;
  /** Those in the bin or among spam; left out: those in neither. */
  removed?: Removal;
  /** What a search found, as a tsquery over titles, messages, people and tags. */
  found?: string;
  createdBefore?: Date;
  createdAfter?: Date;
  updatedBefore?: Date;
  /** Not the ticket with this number. */
  except?: number;
}

export interface TicketPage {
  /** Or a custom field: tickets without a value come last, whichever way. */
  sort: TicketSort | CustomFieldDefinition;
  descending: boolean;
  limit: number;
  after?: Place;
}

/** The last row of the page before: its sort value, null for a field without one, and its number. */
export interface Place {
  value: string | number | null;
  number: number;
}

/** One ticket with its people, or null. */
export async function findTicketView(
  db: Database,
  number: number,
  transaction?: Transaction,
): Promise<TicketView | null> {
  const [row] = await query<ViewRow>(
    db,
    `${viewSelect} FROM tickets t ${viewJoins} WHERE t.number = $1`,
    [number],
    transaction,
  );
  return row ? viewFromRow(row) : null;
}

/** Several tickets with their people, in no order. */
export async function findTicketViews(
  db: Database,
  numbers: readonly number[],
): Promise<TicketView[]> {
  const sql = `${viewSelect} FROM tickets t ${viewJoins} WHERE t.number = ANY($1::int[])`;
  return (await query<ViewRow>(db, sql, [numbers])).map(viewFromRow);
}

/**
 * One page of tickets, and the place to go on from when there are more. The order always ends in
 * the number, so that pages neither repeat nor miss a row.
 */
export async function listTicketViews(
  db: Database,
  filter: TicketFilter,
  page: TicketPage,
): Promise<{ views: TicketView[]; next: Place | null }> {
  const { sql, bind } = pageSql(filter, page);
  const rows = await query<ViewRow & { sort_value: Place['value'] }>(db, sql, bind);
  const views = rows.slice(0, page.limit);
  const last = views.at(-1);
  const more = rows.length > page.limit && last;
  return {
    views: views.map(viewFromRow),
    next: more ? { value: last.sort_value, number: last.number } : null,
  };
}

/** How many tickets each filter lets through, counted up to `atMost`; one round trip for all. */
export async function countTickets(
  db: Database,
  filters: readonly TicketFilter[],
  atMost: number,
): Promise<number[]> {
  if (filters.length === 0) return [];
  const bind: unknown[] = [];
  const value = (of: unknown): string => `$${bind.push(of)}`;
  const counts = filters.map((filter) => {
    const where = conditions(filter, value).join(' AND ');
    return `(SELECT count(*)::int FROM (SELECT 1 FROM tickets WHERE ${where} LIMIT ${atMost}) counted)`;
  });
  const sql = `SELECT ARRAY[${counts.join(', ')}] AS counts`;
  const [row] = await query<{ counts: number[] }>(db, sql, bind);
  return row!.counts;
}

interface ViewRow extends TicketRow {
  assignee_name: string | null;
  assignee_email: string | null;
  team_name: string | null;
  contact_id: string | null;
  requester_name: string | null;
  requester_email: string;
  account_id: string | null;
  account_name: string | null;
}

const viewSelect = `SELECT t.*, a.name AS assignee_name, a.email AS assignee_email,
  tm.name AS team_name,
  c.id AS contact_id, coalesce(c.name, l.name) AS requester_name, coalesce(c.email, l.email) AS requester_email,
  ac.id AS account_id, ac.name AS account_name`;

const viewJoins = `LEFT JOIN agents a ON a.id = t.assignee_id
  LEFT JOIN teams tm ON tm.id = t.team_id
  LEFT JOIN leads l ON t.requester_type = 'lead' AND l.id = t.requester_id
  LEFT JOIN contacts c
    ON c.id = CASE t.requester_type WHEN 'contact' THEN t.requester_id ELSE l.converted_to END
  LEFT JOIN accounts ac ON ac.id = c.account_id`;

/** How each sort reads as SQL, and the type of its value. Words sort by their place in the list. */
const sortColumns = {
  createdAt: { sql: 'created_at', type: 'timestamptz' },
  updatedAt: { sql: 'updated_at', type: 'timestamptz' },
  number: { sql: 'number', type: 'int' },
  priority: { sql: `array_position(ARRAY['${priorities.join("','")}'], priority)`, type: 'int' },
  status: { sql: `array_position(ARRAY['${statuses.join("','")}'], status)`, type: 'int' },
} as const satisfies Record<TicketSort, { sql: string; type: string }>;

function pageSql(filter: TicketFilter, page: TicketPage): { sql: string; bind: unknown[] } {
  const bind: unknown[] = [];
  const value = (of: unknown): string => `$${bind.push(of)}`;
  const where = conditions(filter, value);

  const isField = typeof page.sort === 'object';
  const { sql: column, type } =
    typeof page.sort === 'object' ? fieldOrder(page.sort, value) : sortColumns[page.sort];
  const direction = page.descending ? 'DESC' : 'ASC';
  const beyond = page.descending ? '<' : '>';
  if (page.after?.value === null) {
    where.push(`${column} IS NULL AND number ${beyond} ${value(page.after.number)}::int`);
  } else if (page.after) {
    const place = `(${value(page.after.value)}::${type}, ${value(page.after.number)}::int)`;
    const further = `(${column}, number) ${beyond} ${place}`;
    where.push(isField ? `(${further} OR ${column} IS NULL)` : further);
  }
  const order = (of: string, number: string): string =>
    `${of} ${direction}${isField ? ' NULLS LAST' : ''}, ${number} ${direction}`;
  // The page first, then its people: the joins see no more rows than are shown.
  return {
    bind,
    sql: `${viewSelect}, t.sort_value::text FROM (
        SELECT *, ${column} AS sort_value FROM tickets WHERE ${where.join(' AND ')}
        ORDER BY ${order(column, 'number')} LIMIT ${value(page.limit + 1)}
      ) t ${viewJoins} ORDER BY ${order('t.sort_value', 't.number')}`,
  };
}

/** A contact's tickets, with the closed ones of the leads that became this contact. */
function requesterIs(id: string): string {
  return `requester_id = ANY(ARRAY(SELECT ${id} UNION ALL SELECT id FROM leads WHERE converted_to = ${id}))`;
}

/** Tickets of an account's contacts, with the closed ones of the leads that became them. */
function accountIs(id: string): string {
  const contacts = `SELECT id FROM contacts WHERE account_id = ${id}`;
  return `requester_id = ANY(ARRAY(${contacts} UNION ALL SELECT id FROM leads WHERE converted_to IN (${contacts})))`;
}

/** What a row of "tickets" must be to belong in the list; `value` puts a value beside the statement. */
function conditions(filter: TicketFilter, value: (of: unknown) => string): string[] {
  // Written out, so that the index of the active ones can serve; the words are ours.
  const where = [`status IN ('${filter.statuses.join("','")}')`];
  where.push(filter.removed ? `removed = '${filter.removed}'` : 'removed IS NULL');
  if (filter.priorities) where.push(`priority = ANY(${value(filter.priorities)}::text[])`);
  if (filter.assignee === 'none') where.push('assignee_id IS NULL');
  else if (filter.assignee) where.push(`assignee_id = ${value(filter.assignee)}::uuid`);
  if (filter.team === 'none') where.push('team_id IS NULL');
  else if (filter.team) where.push(`team_id = ${value(filter.team)}::uuid`);
  if (filter.tag) where.push(`tags @> ARRAY[${value(filter.tag)}]::text[]`);
  if (filter.requesterId) where.push(requesterIs(`${value(filter.requesterId)}::uuid`));
  if (filter.watcher) where.push(isWatchedBy(value(filter.watcher)));
  // By the clock of the database: a ticket is back in time also while Temporal is away.
  if (filter.snoozed === 'no') where.push('(snoozed_until IS NULL OR snoozed_until <= now())');
  if (filter.snoozed === 'yes') where.push('snoozed_until > now()');
  for (const condition of filter.fields ?? []) where.push(fieldIs(condition, value));
  if (filter.accountId) where.push(accountIs(`${value(filter.accountId)}::uuid`));
  if (filter.found !== undefined) where.push(isFound(value(filter.found)));
  if (filter.createdBefore) where.push(`created_at < ${value(filter.createdBefore)}::timestamptz`);
  if (filter.createdAfter) where.push(`created_at > ${value(filter.createdAfter)}::timestamptz`);
  if (filter.updatedBefore) where.push(`updated_at < ${value(filter.updatedBefore)}::timestamptz`);
  if (filter.except !== undefined) where.push(`number <> ${value(filter.except)}::int`);
  return where;
}

function isWatchedBy(agentId: string): string {
  return `number IN (SELECT ticket FROM watchers WHERE agent_id = ${agentId}::uuid)`;
}

/** Materialised: the words' index is asked first, never each ticket's whole document. */
function isFound(tsquery: string): string {
  return `number IN (WITH found AS MATERIALIZED (SELECT ticket FROM search_documents
    WHERE (head || body) @@ ${tsquery}::tsquery) SELECT ticket FROM found)`;
}

function viewFromRow(row: ViewRow): TicketView {
  const { assignee_id, assignee_name, assignee_email, account_id, account_name } = row;
  return {
    ticket: ticketFromRow(row),
    assignee:
      assignee_id && assignee_name !== null && assignee_email !== null
        ? { id: assignee_id, name: assignee_name, email: assignee_email }
        : null,
    team: row.team_id && row.team_name !== null ? { id: row.team_id, name: row.team_name } : null,
    requester: {
      type: row.contact_id ? 'contact' : row.requester_type,
      id: row.contact_id ?? row.requester_id,
      name: row.requester_name,
      email: row.requester_email,
      account: account_id && account_name !== null ? { id: account_id, name: account_name } : null,
    },
  };
}
