import { connect } from 'node:net';
import { once } from 'node:events';
import { findTicket } from '../../../db/ticket-store';
import { query } from '../../../db/database';
import { eventually } from '../../support/eventually';
import { audit } from './audit';
import { everybodyUp, type Desk } from './desk';
import { aStubbornCaller } from './http-caller';
import { killingMeanwhile, type KillPlan } from './killer';
import { auditFlood, putFlood, type FloodPlan } from './mail-flood';
import { putLoad, together, type Acknowledged, type LoadPlan } from './load';

/** What was promised so far on one desk: each scenario adds to it and all of it must stay true. */
export type Promised = Acknowledged[];

const quietWithinMs = 180_000;

async function settleAndAudit(desk: Desk, promised: Promised): Promise<void> {
  await desk.quiet(quietWithinMs);
  expect(await audit(desk, together(promised))).toEqual([]);
}

/** Things fall by kill -9 in this order, again and again, while the load is on. */
export async function killUnderLoad(
  desk: Desk,
  promised: Promised,
  { plan, kills: killPlan }: { plan: LoadPlan; kills: KillPlan },
): Promise<void> {
  const { result, kills } = await killingMeanwhile(desk, killPlan, putLoad(desk, plan));
  promised.push(result);
  expect(kills).toBeGreaterThanOrEqual(killPlan.order.length);
  expect(result.notes).toHaveLength(plan.notes);
  expect(result.mails).toHaveLength(plan.replies + plan.newMails);
  expect(result.calling).toHaveLength(plan.runsOfThreeCalls ?? 0);
  await settleAndAudit(desk, promised);
}

/** Things fall by kill -9 in this order while mail of mixed kinds comes as fast as it is taken. */
export async function killUnderMailFlood(
  desk: Desk,
  promised: Promised,
  { plan, kills: killPlan }: { plan: FloodPlan; kills: KillPlan },
): Promise<void> {
  const { result, kills } = await killingMeanwhile(desk, killPlan, putFlood(desk, plan));
  promised.push(result.done);
  expect(kills).toBeGreaterThanOrEqual(killPlan.order.length);
  expect(result.taken.length).toBeGreaterThanOrEqual(plan.conversations * 7);
  await settleAndAudit(desk, promised);
  expect(await auditFlood(desk, result.taken)).toEqual([]);
}

/** Temporal is away: agents and mail notice nothing; afterwards everything follows, once. */
export async function temporalAway(
  desk: Desk,
  promised: Promised,
  { plan, forMs }: { plan: LoadPlan; forMs: number },
): Promise<void> {
  await desk.servers.temporalAway();
  const end = Date.now() + forMs;
  try {
    promised.push(await putLoad(desk, plan));
    await eventually(async () => {
      const answer = await fetch(`http://127.0.0.1:${desk.httpPorts[0]}/readyz`);
      const { temporal } = (await answer.json()) as { temporal: { reachable: boolean } };
      return answer.status === 200 && !temporal.reachable;
    }, 30_000);
    const notYet = await query(desk.db, `SELECT 1 FROM tickets WHERE status = 'waiting'`);
    expect(notYet.length).toBeGreaterThanOrEqual(plan.replies);
    await new Promise((resolve) => setTimeout(resolve, Math.max(0, end - Date.now())));
  } finally {
    await desk.servers.temporalBack();
  }
  await settleAndAudit(desk, promised);
}

/** Temporal comes back with nothing: tickets work on, what could not be saved is listed. */
export async function temporalDataLost(
  desk: Desk,
  promised: Promised,
  plan: LoadPlan,
): Promise<void> {
  const run = await aWaitingRun(desk, promised);
  await desk.servers.temporalAway();
  desk.servers.loseTemporalData();
  await desk.servers.temporalBack();

  const listed = await eventually(async () => {
    const { body } = await caller(desk)('GET', `/flow-runs/${encodeURIComponent(run)}`);
    return body['status'] === 'failed' ? body : null;
  }, 60_000);
  expect(listed['reason']).toMatch(/Temporal no longer knows this run/);
  promised.push(await putLoad(desk, plan));
  await settleAndAudit(desk, promised);
}

/**
 * Temporal comes back with an older copy of its data, which knows less than the rows, and less than
 * what the workers have in memory: of a ticket that was changed before, meanwhile and after, too.
 */
export async function temporalDataOlder(
  desk: Desk,
  promised: Promised,
  [before, after]: readonly [LoadPlan, LoadPlan],
): Promise<void> {
  await desk.servers.temporalAway();
  const putBack = desk.servers.copyTemporalData();
  await desk.servers.temporalBack();
  promised.push(await putLoad(desk, before), await aFewNotes(desk, promised, 'meanwhile'));
  await desk.quiet(quietWithinMs);

  await desk.servers.temporalAway();
  putBack();
  await desk.servers.temporalBack();
  promised.push(await aFewNotes(desk, promised, 'afterwards'), await putLoad(desk, after));
  await settleAndAudit(desk, promised);
}

/** Postgres is away: a clear no, by HTTP and by SMTP; afterwards the same request is a yes. */
export async function postgresAway(desk: Desk, promised: Promised): Promise<void> {
  const [ticket] = promised[0]!.tickets as [number];
  const note = () =>
    fetch(`http://127.0.0.1:${desk.httpPorts[0]}/api/v1/tickets/${ticket}/messages`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${desk.apiKey}`,
        'content-type': 'application/json',
        'idempotency-key': 'while-postgres-is-away',
      },
      body: JSON.stringify({ kind: 'note', text: 'note-1-of-no-postgres' }),
    });

  await desk.servers.postgresAway();
  try {
    const answer = await note();
    expect(answer.status).toBe(503);
    expect(answer.headers.get('content-type')).toMatch('application/problem+json');
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(await replyToMail(desk.smtpPorts[0]!)).toMatch(/^4\d\d /);
  } finally {
    await desk.servers.postgresBack();
  }

  await everybodyUp(desk);
  await eventually(async () => (await note()).status === 201, 30_000);
  expect((await note()).status).toBe(201);
  promised.push({
    ...together([]),
    notes: [{ ticket, text: 'note-1-of-no-postgres' }],
  });
  await settleAndAudit(desk, promised);
}

/** Each process has served, and ends in order when asked. */
export async function twoOfEachBehaveAsOne(desk: Desk, promised: Promised): Promise<void> {
  const [ticket] = promised[0]!.tickets as [number];
  const seen = await Promise.all(
    desk.httpPorts.map(async (port) => {
      const send = aStubbornCaller([port], desk.apiKey, Date.now() + 30_000);
      return (await send('GET', `/tickets/${ticket}`)).body;
    }),
  );
  expect(seen[0]).toEqual(seen[1]);
}

/** Notes on the oldest ticket of all, one after another. */
async function aFewNotes(desk: Desk, promised: Promised, name: string): Promise<Acknowledged> {
  const [ticket] = promised[0]!.tickets as [number];
  const notes: Acknowledged['notes'] = [];
  for (const index of [1, 2, 3]) {
    const text = `note-${index}-of-${name}`;
    await caller(desk)('POST', `/tickets/${ticket}/messages`, { kind: 'note', text });
    notes.push({ ticket, text });
  }
  return { ...together([]), notes };
}

const caller = (desk: Desk) => aStubbornCaller(desk.httpPorts, desk.apiKey, Date.now() + 60_000);

/** A run of the patient Flow that is waiting; answers its id. */
async function aWaitingRun(desk: Desk, promised: Promised): Promise<string> {
  const [ticket] = promised[0]!.tickets as [number];
  const { version } = (await findTicket(desk.db, ticket))!;
  await caller(desk)('PATCH', `/tickets/${ticket}`, { priority: 'high' });
  const row = await eventually(async () => {
    const [run] = await query<{ id: string }>(
      desk.db,
      `SELECT id FROM flow_runs WHERE ticket = $1 AND event_seq > $2 AND status = 'waiting'`,
      [ticket, version],
    );
    return run;
  }, 30_000);
  return row.id;
}

/** What the desk says to a mail's sender or recipient when it cannot store anything. */
async function replyToMail(port: number): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  socket.setEncoding('utf8');
  const lines: string[] = [];
  socket.on('data', (text: string) => lines.push(...text.split('\r\n').filter(Boolean)));
  try {
    await once(socket, 'connect');
    for (const command of [
      'EHLO test',
      'MAIL FROM:<a@customers.example.net>',
      'RCPT TO:<support@example.com>',
      'DATA',
      'Subject: x\r\n\r\nx\r\n.',
    ]) {
      await eventually(() => /^\d{3} /.test(lines.at(-1) ?? ''), 20_000);
      const last = lines.at(-1)!;
      if (!/^[23]/.test(last)) return last;
      lines.length = 0;
      socket.write(`${command}\r\n`);
    }
    return await eventually(() => lines.at(-1), 20_000);
  } finally {
    socket.destroy();
  }
}
