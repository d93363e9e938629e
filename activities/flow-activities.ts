import type { Logger } from 'pino';
import { ApplicationFailure } from '@temporalio/common';
import { createHttpPort } from '../automation/http-port';
import { planScheduledRun } from '../automation/plan-scheduled-run';
import { webhookSigner } from '../automation/webhook-signature';
import { readInstallation } from '../db/installation';
import { inTransaction, type Database } from '../db/database';
import { findRun } from '../db/flow-run-store';
import { compiledVersion } from '../db/flow-step-store';
import type { SecretBox } from '../db/secret-box';
import { findTicket } from '../db/ticket-store';
import { factsOf } from '../domain/ticket/decide';
import { actions } from '../plugins/actions';
import { useOf } from '../plugins/kit/action';
import type { ActionActivities, FlowRunActivities, FlowScheduleActivities } from './contract/flow';
import { runAction, type ActionDeps } from './flow-action';
import { beginApproval, endOfApproval } from './flow-approvals';
import { beginCall, endCall } from './flow-calls';
import { createDecisions } from './flow-decisions';
import { changeVersion, endFlowRun } from './flow-ends';
import { momentOf } from './flow-moments';
import { asStep } from './flow-step';
import { changeTogether } from './flow-together';
import { writeTrail } from './flow-trail';
import { beginWait, endWait } from './flow-waits';

export interface FlowActivityDeps {
  db: Database;
  log: Logger;
  /** As people reach the product, without a slash at the end. */
  publicUrl: string;
  /** Opens the secrets of connections. */
  secrets: SecretBox;
  /** Whether Flows may call addresses inside our own network; they may when left out. */
  allowPrivateAddresses?: boolean;
}

const webhookTimeoutMs = 20_000;

/** What runs ask for: one activity for each action, under its own name, and those of the run itself. */
export function createFlowActivities(
  deps: FlowActivityDeps,
): FlowRunActivities & FlowScheduleActivities & ActionActivities {
  const { db, log, publicUrl, secrets, allowPrivateAddresses = true } = deps;
  const actionDeps: ActionDeps = {
    db,
    log,
    publicUrl,
    secrets,
    http: createHttpPort({ allowPrivateAddresses, timeoutMs: webhookTimeoutMs }),
    webhooks: webhookSigner(() => readInstallation(db)),
  };
  const byName = new Map(actions.map((action) => [useOf(action), action]));
  const byUse: ActionActivities = Object.fromEntries(
    actions.map((action) => [useOf(action), (input) => runAction(actionDeps, action, input)]),
  );
  const ofTheRun: FlowRunActivities & FlowScheduleActivities = {
    async 'flow.read-program'({ runId }) {
      const run = await findRun(db, runId);
      if (!run) throw ApplicationFailure.retryable('there is no such run', 'flow-run-not-found');
      return (await compiledVersion(db, run)).program;
    },
    async 'flow.read-facts'({ ticket: number }) {
      const ticket = await findTicket(db, number);
      if (!ticket) throw ApplicationFailure.nonRetryable('no such ticket', 'ticket-not-found');
      return factsOf(ticket);
    },
    ...createDecisions(db, publicUrl),
    'flow.change-ticket': (input) => changeTogether(actionDeps, (use) => byName.get(use)!, input),
    async 'flow.begin-wait'(input) {
      const begun = await beginWait(db, input);
      return 'ended' in begun ? begun.ended : null;
    },
    'flow.begin-wait-until': (input) =>
      asStep(db, input, 'wait', () => beginWait(db, input, momentOf(db, publicUrl))),
    'flow.end-wait': (input) => endWait(db, input),
    'flow.ask-approval': (input) =>
      asStep(db, input, 'approve', () => beginApproval({ db, publicUrl, log }, input)),
    'flow.end-approval': (input) => endOfApproval(db, input),
    'flow.begin-call': (input) => asStep(db, input, 'flow', () => beginCall(db, publicUrl, input)),
    'flow.end-call': (input) => endCall(db, input),
    'flow.change-version': (input) => changeVersion(db, input),
    'flow.write-trail': ({ runId, trail }) =>
      inTransaction(db, (transaction) => writeTrail(db, runId, trail, transaction)),
    'flow.end-run': (input) => endFlowRun(db, publicUrl, input),
    'flow.plan-scheduled': (input) => planScheduledRun(db, input),
  };
  return { ...byUse, ...ofTheRun } as typeof ofTheRun & ActionActivities;
}
