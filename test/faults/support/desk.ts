import { createApiKey } from '../../../api/sign-in/api-key';
import { publishFlow } from '../../../automation/publish-flow';
import { openDatabase, query, type Database } from '../../../db/database';
import { readInstallation } from '../../../db/installation';
import { createMailbox } from '../../../db/mailbox-store';
import { migrate } from '../../../db/migrate';
import { connectEngine, type Engine } from '../../../automation/engine';
import { freePort } from '../../../runtime/free-port';
import pino from 'pino';
import { eventually } from '../../support/eventually';
import { keepAlive, type KeptAlive } from './kept-alive';
import { startReceivers, type Receivers } from './receivers';
import { startServers, type Servers } from './servers';

export const mailboxAddress = 'support@example.com';

/** The product as it runs in the larger shape: two API and two worker processes, one of each server. */
export interface Desk {
  servers: Servers;
  receivers: Receivers;
  apis: KeptAlive[];
  workers: KeptAlive[];
  httpPorts: number[];
  smtpPorts: number[];
  apiKey: string;
  db: Database;
  engine: Engine;
  installation: string;
  /** Waits until nothing is left to relay, to start, to run, to send or to read. */
  quiet(withinMs: number): Promise<void>;
  stop(): Promise<void>;
}

export async function startDesk(outside: { middleCallMs: number }): Promise<Desk> {
  const [servers, receivers] = await Promise.all([startServers(), startReceivers(outside)]);
  const db = openDatabase({ url: servers.databaseUrl });
  await migrate(db);
  await createMailbox(db, { name: 'Support', address: mailboxAddress });
  const { hookUrl } = receivers;
  for (const flow of [urgentFlow(hookUrl), threeCallsFlow(hookUrl), patientFlow]) {
    await publishFlow(db, flow, { by: { type: 'system', id: 'test', name: 'Test' } });
  }
  const { key: apiKey } = await createApiKey(db, { name: 'faults', role: 'admin' });
  const { id: installation } = await readInstallation(db);

  const httpPorts = [await freePort(), await freePort()];
  const smtpPorts = [await freePort(), await freePort()];
  const shared = {
    DATABASE_URL: servers.databaseUrl,
    TEMPORAL_ADDRESS: servers.temporalAddress,
    SMTP_URL: receivers.smtpUrl,
    MAIL_CATCHER: '1',
    PUBLIC_URL: 'https://desk.example.com',
    ADMIN_PASSWORD: 'only-for-this-test',
    DEMO_DATA: '0',
  };
  const apis = httpPorts.map((port, index) =>
    keepAlive({ ...shared, ROLE: 'api', PORT: `${port}`, SMTP_PORT: `${smtpPorts[index]}` }),
  );
  const workers = [1, 2].map(() => keepAlive({ ...shared, ROLE: 'worker' }));
  const engine = connectEngine({
    address: servers.temporalAddress,
    namespace: 'default',
    log: pino({ level: 'silent' }),
  });

  const desk: Desk = {
    servers,
    receivers,
    apis,
    workers,
    httpPorts,
    smtpPorts,
    apiKey,
    db,
    engine,
    installation,
    async quiet(withinMs) {
      await eventually(async () => (await unfinished(db)) === '', withinMs).catch(async (error) => {
        throw new Error(`still unfinished: ${await unfinished(db)}`, { cause: error });
      });
    },
    async stop() {
      const ends = await Promise.allSettled([...apis, ...workers].map((one) => one.stop()));
      await engine.close();
      await db.close();
      await receivers.stop();
      await servers.stop();
      for (const end of ends) if (end.status === 'rejected') throw end.reason;
    },
  };
  await everybodyUp(desk);
  return desk;
}

/** All API processes answer. */
export async function everybodyUp({ httpPorts }: Pick<Desk, 'httpPorts'>): Promise<void> {
  for (const port of httpPorts) {
    await eventually(async () => (await fetch(`http://127.0.0.1:${port}/readyz`)).ok, 60_000);
  }
}

/** Two calls to the outside with a change of the ticket between them. */
function urgentFlow(url: string): object {
  const body = { run: '{{run.id}}' };
  return {
    language: 1,
    flow: 'tell-the-world',
    title: 'Urgent: tell the world',
    on: [
      {
        event: 'ticket.priority_changed',
        when: { field: 'priority', changed_to: 'urgent' },
      },
    ],
    steps: [
      { id: 'first', use: 'core.call-webhook@1', with: { url, body: { ...body, step: 'first' } } },
      { id: 'note', use: 'core.add-note@1', with: { text: 'The world was told.' } },
      { id: 'last', use: 'core.call-webhook@1', with: { url, body: { ...body, step: 'last' } } },
    ],
  };
}

/** Nothing but calls to the outside, of which the middle one takes its time. */
export const threeCalls = {
  slug: 'three-calls',
  tag: 'three-calls',
  steps: ['before', 'middle', 'after'],
} as const;

function threeCallsFlow(url: string): object {
  return {
    language: 2,
    flow: threeCalls.slug,
    title: 'Three calls to the outside',
    on: [{ event: 'ticket.created', when: { field: 'tags', contains: threeCalls.tag } }],
    steps: threeCalls.steps.map((step) => ({
      id: step,
      use: 'core.call-webhook@1',
      with: { url, body: { run: '{{run.id}}', step } },
    })),
  };
}

/** Waits for the customer of a ticket with high priority. */
const patientFlow = {
  language: 1,
  flow: 'wait-for-the-customer',
  title: 'High: wait for the customer',
  on: [{ event: 'ticket.priority_changed', when: { field: 'priority', changed_to: 'high' } }],
  steps: [
    { id: 'wait', wait: { for: '1h', until: [{ event: 'message.customer_replied' }] } },
    { id: 'note', use: 'core.add-note@1', with: { text: 'The wait is over.' } },
  ],
};

/** What is still to be done, in words; empty when nothing is. */
async function unfinished(db: Database): Promise<string> {
  const [row] = await query<Record<string, number>>(
    db,
    `SELECT
      (SELECT count(*)::int FROM ticket_relay
        WHERE workflow_seq < version OR automation_seq < version) AS "tickets to relay",
      (SELECT count(*)::int FROM flow_runs WHERE ended_at IS NULL AND status IN ('starting', 'running')) AS "runs",
      (SELECT count(*)::int FROM deliveries WHERE state = 'queued') AS "mails to send",
      (SELECT count(*)::int FROM inbound_mails WHERE outcome = 'received') AS "mails to read",
      (SELECT count(*)::int FROM tickets WHERE status IN ('waiting', 'resolved')
        AND (customer_reply->>'seq')::int > status_seq) AS "tickets to reopen",
      (SELECT count(*)::int FROM messages m WHERE m.kind = 'reply' AND NOT EXISTS (
        SELECT FROM ticket_events e WHERE e.ticket = m.ticket AND e.message_id = m.id
          AND e.type IN ('message.reply_delivered', 'message.reply_failed'))) AS "replies without an end"`,
  );
  return Object.entries(row!)
    .filter(([, count]) => count > 0)
    .map(([what, count]) => `${count} ${what}`)
    .join(', ');
}
