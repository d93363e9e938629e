import type { Logger } from 'pino';
import { askForApproval } from '../automation/ask-for-approval';
import {
  endApproval,
  approvalOfStep,
  findPeopleToAsk,
  openApproval,
  type Approval,
} from '../db/approval-store';
import { inTransaction, type Database, type Transaction } from '../db/database';
import type { StepWork } from '../db/flow-step-store';
import { closeWait, registerWait, showRunning, showWaiting } from '../db/flow-wait-store';
import type { ApprovalAnswer, ApprovalNeeds } from '../domain/approval';
import { parseDuration } from '../flows/language/duration';
import { renderTemplate } from '../flows/templates/template';
import type { ApprovalOutcome, Begun, StepInput } from './contract/flow';
import { completeOwnStep, stepValues } from './flow-step';
import { writeTrail } from './flow-trail';
import { needStepWork } from './flow-work';

/** What an `approve` step says, as it is published. */
interface Asked {
  by: string[];
  text: string;
  for?: string;
  default?: ApprovalAnswer;
  needs?: ApprovalNeeds;
}

/** Asks people, once however often it is tried; answers until when they have time. */
export async function beginApproval(
  { db, publicUrl, log }: { db: Database; publicUrl: string; log: Logger },
  input: StepInput,
): Promise<Begun<ApprovalOutcome>> {
  return inTransaction(db, async (transaction) => {
    await writeTrail(db, input.runId, input.trail, transaction);
    const work = await needStepWork(db, input, transaction);
    if (work.completed) return { ended: work.completed as ApprovalOutcome };
    const { runId, stepId, iteration, position } = input;
    const key = { runId, stepId, iteration };
    const asked = work.compiled.inputs[stepId] as unknown as Asked;
    const forMs = asked.for === undefined ? null : parseDuration(asked.for);
    const approval = await openApproval(
      db,
      key,
      {
        flow: { slug: work.flow, title: work.flowTitle },
        ticket: work.ticket,
        question: renderTemplate(asked.text, 'text', await stepValues(db, work, publicUrl)),
        needs: asked.needs ?? 'one',
        default: asked.default ?? 'reject',
        until: forMs === null ? null : new Date(Date.now() + forMs).toISOString(),
        agentIds: await findPeopleToAsk(db, asked.by),
      },
      transaction,
    );
    // Its answer came while the run began anew, and will not be told again.
    if (approval.endedAt) return { ended: await end(db, input, work, approval, transaction) };
    await askForApproval(db, { approval, publicUrl, log }, transaction);
    const until = approval.until?.toISOString() ?? null;
    const wait = { ticket: null, eventSeq: work.event?.seq ?? 0, triggers: [], until };
    await registerWait(db, key, wait, transaction);
    await showWaiting(
      db,
      key,
      { position, use: 'approve', until, input: shown(asked, approval) },
      transaction,
    );
    return { until };
  });
}

/** What the record of the run shows of it. */
function shown({ by }: Asked, { id, question, needs }: Approval): Record<string, unknown> {
  return { approval: id, question, by, needs };
}

/** Ends the question after its answer or its time; an answer that came in time counts. */
export async function endOfApproval(db: Database, input: StepInput): Promise<ApprovalOutcome> {
  return inTransaction(db, async (transaction) => {
    const work = await needStepWork(db, input, transaction);
    if (work.completed) return work.completed as ApprovalOutcome;
    return end(db, input, work, await ended(db, input, transaction), transaction);
  });
}

async function ended(db: Database, key: StepInput, transaction: Transaction): Promise<Approval> {
  const open = (await approvalOfStep(db, key, transaction))!;
  if (open.endedAt) return open;
  const outcome = open.default === 'approve' ? 'approved' : 'rejected';
  return (await endApproval(db, key, { outcome, decidedBy: 'timeout' }, transaction))!;
}

async function end(
  db: Database,
  input: StepInput,
  work: StepWork,
  { outcome, decidedBy, people }: Approval,
  transaction: Transaction,
): Promise<ApprovalOutcome> {
  const told: ApprovalOutcome = {
    outcome: outcome ?? 'rejected',
    by: decidedBy === 'person' ? 'person' : 'timeout',
  };
  const answers = people.flatMap(({ agent, answer, comment }) =>
    answer ? [{ agent: agent.name, answer, comment }] : [],
  );
  const last = told.by === 'person' ? answers.at(-1) : undefined;
  const output = { ...told, agent: last?.agent ?? null, comment: last?.comment || null, answers };
  await closeWait(db, input, work.event?.seq ?? 0, transaction);
  await completeOwnStep(db, input, { use: 'approve', output, told }, transaction);
  await showRunning(db, input.runId, transaction);
  return told;
}
