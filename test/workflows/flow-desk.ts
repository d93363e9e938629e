import { randomUUID } from 'node:crypto';
import pino from 'pino';
import { cancelFlowRuns } from '../../automation/cancel-flow-runs';
import { tellRunsToMove } from '../../automation/move-flow-runs';
import { planOccurrences } from '../../automation/plan-occurrences';
import { planFlowRuns } from '../../automation/plan-flow-runs';
import { publishFlow } from '../../automation/publish-flow';
import { signalFlowWaits } from '../../automation/signal-flow-waits';
import { startFlowRuns } from '../../automation/start-flow-runs';
import { tellSchedules } from '../../automation/tell-schedules';
import { query } from '../../db/database';
import { findRun, listRuns, type FlowRun } from '../../db/flow-run-store';
import { listSteps, type StepRecord } from '../../db/flow-step-store';
import { createMailbox } from '../../db/mailbox-store';
import { findOrCreateRequester } from '../../db/requester-store';
import type { Actor, Change, NewTicket } from '../../domain/ticket/command';
import type { TicketState } from '../../domain/ticket/ticket';
import { readText } from '../../flows/language/read-document';
import { submitCommand } from '../../tickets/submit-command';
import { flowRunWorkflowId } from '../../workflows/messages';
import { aNewTicket } from '../support/builders';
import { eventually } from '../support/eventually';
import { aRunningDesk, type RunningDesk } from '../support/running-desk';

export const ana: Actor = { type: 'agent', id: 'agent-ana', name: 'Ana Ruiz' };
export const leadEmail = 'lead@example.com';

/** A running desk where Flows are published, matched and run, with a lead agent and a mailbox. */
export interface FlowDesk extends RunningDesk {
  leadId: string;
  publish(yaml: string): Promise<{ id: string; slug: string; version: number }>;
  create(fields?: Partial<NewTicket>): Promise<TicketState>;
  change(number: number, change: Change): Promise<TicketState>;
  customerReplies(number: number): Promise<void>;
  /** The only run of this Flow on the ticket, once there is one. */
  runOf(flow: string, number: number): Promise<FlowRun>;
  /** The run once it has ended. */
  ended(runId: string): Promise<FlowRun>;
  steps(runId: string): Promise<StepRecord[]>;
  /** Everything that Temporal keeps of a run, as text. */
  history(runId: string): Promise<string>;
}

export async function aFlowDesk({
  historyLimit,
}: { historyLimit?: number } = {}): Promise<FlowDesk> {
  const startAll: typeof startFlowRuns = (db, engine, installation) =>
    startFlowRuns(db, engine, installation, historyLimit ? { historyLimit } : {});
  const desk = await aRunningDesk({
    plans: [planFlowRuns],
    sweeps: [
      { name: 'start Flow runs', wokenBy: 'flow_runs', sweep: startAll },
      { name: 'signal Flow waits', wokenBy: 'flow_waits', sweep: signalFlowWaits },
      { name: 'cancel Flow runs', wokenBy: 'flow_cancels', sweep: cancelFlowRuns },
      { name: 'move Flow runs', wokenBy: 'flow_moves', sweep: tellRunsToMove },
      { name: 'plan occurrences', wokenBy: 'flow_occurrences', sweep: planOccurrences },
      { name: 'tell schedules', wokenBy: 'flow_schedules', sweep: tellSchedules },
    ],
    activities: {
      smtpUrl: 'smtp://127.0.0.1:1',
      mailIsCaught: true,
      publicUrl: 'http://desk.example.com',
      log: pino({ level: 'silent' }),
    } as never,
  });
  const { db, engine, installation } = desk;
  await createMailbox(db, { name: 'Support', address: 'support@example.com', isDefault: true });
  const [lead] = await query<{ id: string }>(
    db,
    `INSERT INTO agents (name, email, role) VALUES ('Lea Lead', $1, 'agent') RETURNING id`,
    [leadEmail],
  );

  const change = async (ticket: number | null, wanted: Change): Promise<TicketState> => {
    const outcome = await submitCommand(db, {
      id: randomUUID(),
      ticket,
      change: wanted,
      actor: ana,
    });
    if (!outcome.ok) throw new Error(outcome.refusal.message);
    return outcome.ticket;
  };

  return {
    ...desk,
    leadId: lead!.id,
    change,
    async publish(yaml) {
      const read = readText(yaml);
      if (!read.ok) throw new Error(read.problems[0]!.message);
      return publishFlow(db, read.value, { by: ana });
    },
    async create(fields = {}) {
      const { type, id } = await findOrCreateRequester(db, {
        email: 'mia@customer.example',
        name: 'Mia Customer',
      });
      const ticket = aNewTicket({ requester: { type, id }, ...fields });
      return change(null, { type: 'create', ticket, messageId: randomUUID() });
    },
    async customerReplies(number) {
      await change(number, { type: 'receive-reply', messageId: randomUUID(), automatic: false });
    },
    runOf: (flow, ticket) =>
      eventually(async () => (await listRuns(db, { flow, ticket }, { limit: 2 }))[0]),
    ended: (runId) =>
      eventually(async () => {
        const run = await findRun(db, runId);
        return run?.endedAt ? run : null;
      }),
    steps: (runId) => listSteps(db, [runId]),
    history: (runId) =>
      engine.call('fetching a history', async (client) => {
        const handle = client.getHandle(flowRunWorkflowId(installation, runId));
        return decoded(await handle.fetchHistory());
      }),
  };
}

/** A history with its payloads, which protobuf's JSON shows in base64, as the texts that they are. */
function decoded(history: unknown): string {
  return JSON.stringify(history).replaceAll(/"data":"([^"]*)"/g, (_, data: string) =>
    Buffer.from(data, 'base64').toString('utf8'),
  );
}
