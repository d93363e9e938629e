import { ApplicationFailure } from '@temporalio/common';
import type { Logger } from 'pino';
import { webhookSigner } from '../automation/webhook-signature';
import { readInstallation } from '../db/installation';
import { inTransaction, type Database } from '../db/database';
import { endRun } from '../db/flow-run-store';
import { findTicket } from '../db/ticket-store';
import { factsOf } from '../domain/ticket/decide';
import { actions } from '../plugins/actions';
import { useOf } from '../plugins/kit/action';
import type { ActionActivities, FlowRunActivities } from './contract/flow';
import { runAction, type ActionDeps } from './flow-action';
import { decide } from './flow-decision';
import { writeTrail } from './flow-trail';
import { beginWait, endWait } from './flow-waits';
import { createHttpPort } from './http-port';

export interface FlowActivityDeps {
  db: Database;
  log: Logger;
  /** As people reach the product, without a slash at the end. */
  publicUrl: string;
  /** Whether Flows may call addresses inside our own network; they may when left out. */
  allowPrivateAddresses?: boolean;
}

const webhookTimeoutMs = 20_000;

/** What runs ask for: one activity for each action, under its own name, and those of the run itself. */
export function createFlowActivities(deps: FlowActivityDeps): FlowRunActivities & ActionActivities {
  const { db, log, publicUrl, allowPrivateAddresses = true } = deps;
  const actionDeps: ActionDeps = {
    db,
    log,
    publicUrl,
    http: createHttpPort({ allowPrivateAddresses, timeoutMs: webhookTimeoutMs }),
    webhooks: webhookSigner(() => readInstallation(db)),
  };
  const byUse: ActionActivities = Object.fromEntries(
    actions.map((action) => [useOf(action), (input) => runAction(actionDeps, action, input)]),
  );
  const ofTheRun: FlowRunActivities = {
    async 'flow.read-facts'({ ticket: number }) {
      const ticket = await findTicket(db, number);
      if (!ticket) throw ApplicationFailure.nonRetryable('no such ticket', 'ticket-not-found');
      return factsOf(ticket);
    },
    'flow.decide': (input) => decide(db, input),
    'flow.begin-wait': (input) => beginWait(db, input),
    'flow.end-wait': (input) => endWait(db, input),
    'flow.end-run': ({ runId, status, trail }) =>
      inTransaction(db, async (transaction) => {
        await writeTrail(db, runId, trail, transaction);
        await endRun(db, runId, { status, reason: reasonOf(status, trail) }, transaction);
      }),
  };
  return { ...byUse, ...ofTheRun } as FlowRunActivities & ActionActivities;
}

function reasonOf(
  status: string,
  trail: Parameters<FlowRunActivities['flow.end-run']>[0]['trail'],
) {
  if (status !== 'failed') return null;
  const failed = trail?.findLast((entry) => entry.kind === 'failed');
  return failed ? `step ${failed.stepId}: ${failed.code}` : 'the run failed';
}
