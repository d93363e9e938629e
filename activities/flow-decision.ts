import { ApplicationFailure } from '@temporalio/common';
import type { Database } from '../db/database';
import type { StepWork } from '../db/flow-step-store';
import { findTicket } from '../db/ticket-store';
import { factsOf } from '../domain/ticket/decide';
import type { IfStep } from '../flows/engine/definition';
import { evaluate, type Verdict } from '../flows/engine/evaluate';
import { seenAt } from '../flows/engine/seen';
import { allSteps } from '../flows/engine/walk';
import type { StepInput } from './contract/flow';
import { writeTrail } from './flow-trail';
import { needStepWork } from './flow-work';

type Branch = 'then' | 'else';

/**
 * Decides an `if` by the ticket as it is now, with its custom fields, and writes down why. Only the
 * branch is answered, since answers stand in histories. The first decision of a run counts, however
 * often it is asked.
 */
export async function decide(
  db: Database,
  { trail, ...input }: StepInput,
): Promise<{ branch: Branch }> {
  const { runId, stepId, position } = input;
  await writeTrail(db, runId, trail);
  const work = await needStepWork(db, input);
  const earlier = branchIn(work, stepId);
  if (earlier) return { branch: earlier };
  const verdict = await judge(db, work, stepId);
  const branch = verdict.holds ? 'then' : 'else';
  await writeTrail(db, runId, [{ kind: 'if', stepId, position, branch, verdict }]);
  return { branch: branchIn(await needStepWork(db, input), stepId) ?? branch };
}

async function judge(db: Database, work: StepWork, stepId: string): Promise<Verdict> {
  const ticket = await findTicket(db, work.ticket);
  if (!ticket) throw ApplicationFailure.nonRetryable('no such ticket', 'ticket-not-found');
  const steps = allSteps(work.compiled.program.steps);
  const step = steps.find((one): one is IfStep => one.kind === 'if' && one.id === stepId)!;
  const { customFields } = ticket;
  const now = { facts: factsOf(ticket), customFields, steps: work.outputs };
  return evaluate(step.when, { ...seenAt(work.event), ...now });
}

function branchIn(work: StepWork, stepId: string): Branch | null {
  const branch = work.outputs[stepId]?.branch;
  return branch === 'then' || branch === 'else' ? branch : null;
}
