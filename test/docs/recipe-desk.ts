import { randomUUID } from 'node:crypto';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { publishFlow } from '../../automation/publish-flow';
import { createAccount } from '../../db/account-store';
import { answerApproval } from '../../db/approval-store';
import { createCalendar } from '../../db/calendar-store';
import { createConnection } from '../../db/connection-store';
import { createContact } from '../../db/contact-store';
import { createCustomField } from '../../db/custom-field-store';
import { inTransaction, query, type Database } from '../../db/database';
import { listRuns, type FlowRun } from '../../db/flow-run-store';
import { createMacro } from '../../db/macro-store';
import { findOrCreateRequester } from '../../db/requester-store';
import { createTeam } from '../../db/team-store';
import { findTicket } from '../../db/ticket-store';
import { weekdays } from '../../domain/business-time/calendar';
import type { NewTicket } from '../../domain/ticket/command';
import type { TicketState } from '../../domain/ticket/ticket';
import type { FlowDocument } from '../../flows/language/document';
import { submitCommand } from '../../tickets/submit-command';
import { documentOf, recipes } from '../flows/a-recipe';
import { aNewTicket } from '../support/builders';
import { eventually } from '../support/eventually';
import { aFlowDesk, ana, type FlowDesk } from '../workflows/flow-desk';

const agents = {
  sam: 'Sam Support',
  bea: 'Bea Billing',
  kim: 'Kim Keys',
  adi: 'Adi Admin',
  sal: 'Sal Sales',
  zoe: 'Zoe Zwei',
} as const;
type AgentName = keyof typeof agents;

const teams: Record<string, AgentName> = {
  Support: 'sam',
  Billing: 'bea',
  'Key Accounts': 'kim',
  Admins: 'adi',
  Sales: 'sal',
  'German Support': 'zoe',
  'French Support': 'zoe',
};

/** A desk that has what the recipes name, and where all of them are published, quick and apart. */
export interface RecipeDesk extends FlowDesk {
  agentIds: Record<AgentName, string>;
  programs: OtherPrograms;
  /** A customer's ticket, on which only this recipe begins by itself. */
  asks(
    recipe: string,
    about?: Partial<NewTicket> & { text?: string; from?: string },
  ): Promise<number>;
  replies(number: number, text?: string): Promise<void>;
  agentReplies(number: number): Promise<void>;
  update(
    number: number,
    fields: Extract<Parameters<FlowDesk['change']>[1], { type: 'update' }>['fields'],
  ): Promise<TicketState>;
  tag(number: number, tag: string): Promise<TicketState>;
  /** The newest run of a recipe once it has ended well, with the steps that it took. */
  ran(recipe: string, number?: number | null): Promise<FlowRun & { took: string[] }>;
  waits(recipe: string, number: number): Promise<FlowRun>;
  runsOf(recipe: string, number: number): Promise<FlowRun[]>;
  answers(run: FlowRun, answer: 'approve' | 'reject', comment: string, by: string): Promise<void>;
  ticket(number: number): Promise<TicketState>;
  mails(where: {
    ticket?: number;
    to?: string;
  }): Promise<{ to: string[]; subject: string; text: string }[]>;
  told(number: number | null): Promise<{ to: string; text: string }[]>;
  texts(number: number, kind: 'note' | 'reply'): Promise<string[]>;
}

export async function aRecipeDesk(): Promise<RecipeDesk> {
  const [desk, programs] = await Promise.all([aFlowDesk(), otherPrograms()]);
  const { db } = desk;
  const agentIds = await furnish(db, programs.url);
  for (const { yaml } of callableFirst()) {
    const here = yaml.replaceAll('https://pager.example.com', `${programs.url}/pager`);
    await publishFlow(db, onlyFor(quick(documentOf(here))), { by: ana });
  }

  const receive = async (number: number, text: string): Promise<void> => {
    const messageId = randomUUID();
    const change = { type: 'receive-reply', messageId, automatic: false } as const;
    const command = { id: randomUUID(), ticket: number, change, actor: customer };
    await submitCommand(db, command, { message: aMessage(messageId, 'reply', text) });
  };
  const update: RecipeDesk['update'] = (number, fields) =>
    desk.change(number, { type: 'update', fields });
  const runOf = async (recipe: string, ticket?: number | null) =>
    (await listRuns(db, { flow: recipe, ...(ticket ? { ticket } : {}) }, { limit: 1 }))[0];

  return {
    ...desk,
    agentIds,
    programs,
    update,
    async asks(
      recipe,
      { text = 'Please help me.', from = 'mia@customer.example', ...fields } = {},
    ) {
      const { type, id } = await findOrCreateRequester(db, { email: from, name: 'Mia Customer' });
      const messageId = randomUUID();
      const ticket = aNewTicket({
        ...{ requester: { type, id }, description: text, source: 'mail', ...fields },
        tags: [recipe, ...(fields.tags ?? [])],
      });
      const change = { type: 'create', ticket, messageId } as const;
      const command = { id: randomUUID(), ticket: null, change, actor: customer };
      const content = { message: aMessage(messageId, 'description', text) };
      const outcome = await submitCommand(db, command, content);
      if (!outcome.ok) throw new Error(outcome.refusal.message);
      return outcome.ticket.number;
    },
    replies: (number, text = 'Here I am again.') => receive(number, text),
    async agentReplies(number) {
      await desk.change(number, { type: 'add-reply', messageId: randomUUID() });
    },
    async tag(number, tag) {
      const { tags } = (await findTicket(db, number))!;
      return update(number, { tags: [...tags, tag] });
    },
    async ran(recipe, number) {
      const run = await eventually(async () => {
        const found = await runOf(recipe, number);
        return found?.endedAt ? found : null;
      });
      const steps = await desk.steps(run.id);
      const errors = steps.flatMap(({ stepId, attempts }) =>
        attempts.flatMap(({ error }) => (error ? [`${stepId}: ${error.message}`] : [])),
      );
      if (run.status !== 'completed') {
        throw new Error([`${run.status}: ${run.reason}`, ...errors].join('\n'));
      }
      return { ...run, took: steps.map(({ stepId }) => stepId) };
    },
    waits: (recipe, number) =>
      eventually(async () => {
        const run = await runOf(recipe, number);
        return run?.status === 'waiting' ? run : null;
      }),
    runsOf: (flow, ticket) => listRuns(db, { flow, ticket }, { limit: 5 }),
    async answers(run, answer, comment, by) {
      const { id } = await eventually(async () => {
        const sql = 'SELECT id FROM flow_approvals WHERE run_id = $1';
        return (await query<{ id: string }>(db, sql, [run.id]))[0];
      });
      await inTransaction(db, (transaction) =>
        answerApproval(db, id, by, { answer, comment }, transaction),
      );
    },
    ticket: async (number) => (await findTicket(db, number))!,
    mails: ({ ticket = null, to = null }) =>
      query(
        db,
        `SELECT recipients_to AS "to", subject, text FROM deliveries
         WHERE kind <> 'notification' AND ($1::int IS NULL OR ticket = $1)
           AND ($2::text IS NULL OR $2 = ANY(recipients_to)) ORDER BY created_at`,
        [ticket, to],
      ),
    told: (number) =>
      query(
        db,
        `SELECT a.email AS "to", n.text FROM notifications n JOIN agents a ON a.id = n.agent_id
         WHERE n.kind = 'flow' AND n.ticket IS NOT DISTINCT FROM $1 ORDER BY n.at, n.id`,
        [number],
      ),
    async texts(number, kind) {
      const sql = `SELECT text FROM messages WHERE ticket = $1 AND kind = $2 ORDER BY created_at`;
      return (await query<{ text: string }>(db, sql, [number, kind])).map(({ text }) => text);
    },
    async stop() {
      await desk.stop();
      programs.close();
    },
  };
}

const customer = { type: 'customer', id: 'mia', name: 'Mia Customer' } as const;

function aMessage(id: string, kind: 'description' | 'reply', text: string) {
  const author = { ...customer, email: 'mia@customer.example' };
  return { id, kind, direction: 'in', author, text, html: null } as const;
}

/** What is called must be published first. */
function callableFirst(): typeof recipes {
  const isCalled = ({ yaml }: (typeof recipes)[number]): boolean => yaml.includes('- called:');
  return [...recipes.filter(isCalled), ...recipes.filter((one) => !isCalled(one))];
}

/** Every time that a step takes, as a second. */
function quick(document: FlowDocument): FlowDocument {
  const text = JSON.stringify(document, (key, value: unknown) =>
    key === 'for' && typeof value === 'string' ? '1s' : value,
  );
  return JSON.parse(text) as FlowDocument;
}

/** Begins on tickets only that have the recipe's own tag, so that recipes do not meet each other's. */
function onlyFor(document: FlowDocument): FlowDocument {
  const own = { field: 'tags', contains: document.flow };
  return {
    ...document,
    on: document.on.map((trigger) => {
      if (!('event' in trigger) || !/^(ticket|message)\./.test(trigger.event)) return trigger;
      return { ...trigger, when: trigger.when ? { all: [own, trigger.when] } : own };
    }),
  };
}

async function furnish(db: Database, programs: string): Promise<Record<AgentName, string>> {
  const names = Object.entries(agents) as [AgentName, string][];
  const rows = await query<{ id: string; email: string }>(
    db,
    `INSERT INTO agents (name, email, role)
     SELECT name, email, 'agent' FROM unnest($1::text[], $2::text[]) AS given(name, email)
     RETURNING id, email`,
    [names.map(([, name]) => name), names.map(([short]) => `${short}@example.com`)],
  );
  const ids = Object.fromEntries(rows.map(({ id, email }) => [email.split('@')[0]!, id])) as Record<
    AgentName,
    string
  >;
  await inTransaction(db, async (transaction) => {
    for (const [name, member] of Object.entries(teams)) {
      await createTeam(db, { name, memberIds: [ids[member]] }, transaction);
    }
    for (const [title, type] of [
      ['Tracker issue', 'text'],
      ['Delivery date', 'date'],
    ] as const) {
      await createCustomField(db, { title, type, options: [], required: false }, transaction);
    }
    const { id: accountId } = await createAccount(db, { name: 'Northwind Traders' }, transaction);
    const nora = { name: 'Nora North', email: 'nora@other.example', accountId };
    await createContact(db, nora, transaction);
    await createMacro(
      db,
      ids.sam,
      {
        ...{ name: 'Password reset', shortcut: null, visibility: 'all', teamId: null },
        text: 'Hello {{requester.name}}, choose “Forgot password” on the page where you log in.',
        changes: { status: 'waiting' },
      },
      transaction,
    );
    const always = [{ from: '00:00', to: '24:00' }];
    const hours = Object.fromEntries(weekdays.map((day) => [day, always])) as never;
    const calendar = { name: 'Service hours', timeZone: 'UTC', hours, holidays: [] };
    await createCalendar(db, calendar, transaction);
  });
  for (const name of ['tracker', 'shop']) {
    const facts = { kind: 'none', userName: null, headerName: null, sealedSecret: null } as const;
    await createConnection(db, { ...facts, name, title: name, baseUrl: `${programs}/${name}` });
  }
  return ids;
}

export interface OtherPrograms {
  url: string;
  /** What came, by path. */
  requests: { path: string; body: Record<string, unknown> }[];
  close(): void;
}

/** A tracker that is away at first and takes no secrets, a shop and a pager. */
async function otherPrograms(): Promise<OtherPrograms> {
  const requests: OtherPrograms['requests'] = [];
  const answer = (path: string, body: Record<string, unknown>): [number, object] => {
    if (path === '/shop/vouchers') return [201, { code: 'SORRY-42' }];
    if (path !== '/tracker/issues') return [200, {}];
    if (String(body['title']).includes('secret')) return [400, {}];
    const isFirst = requests.filter((one) => one.path === path).length === 1;
    return isFirst ? [503, {}] : [201, { key: 'LOOM-7' }];
  };
  const server = http.createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = JSON.parse(Buffer.concat(chunks).toString()) as Record<string, unknown>;
      const path = request.url!;
      requests.push({ path, body });
      const [status, content] = answer(path, body);
      response.writeHead(status, { 'content-type': 'application/json' });
      response.end(JSON.stringify(content));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    requests,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
