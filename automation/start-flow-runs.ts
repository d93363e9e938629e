import {
  InternalConnectionLikeSymbol,
  WorkflowExecutionAlreadyStartedError,
  type WorkflowClient,
} from '@temporalio/client';
import type { Database } from '../db/database';
import {
  claimRunsToStart,
  confirmRunsStarted,
  letNextBegin,
  releaseRunsToStart,
  type RunToStart,
} from '../db/flow-run-store';
import type { Resume } from '../flows/engine/run-program';
import { beginningOf } from '../flows/engine/seen';
import {
  flowRunWorkflowId,
  taskQueueOf,
  workflowTypes,
  type FlowRunInput,
  type FlowRunWorkflow,
} from '../workflows/messages';
import type { Engine } from './engine';

const runsAtOnce = 20;

/**
 * Starts the workflows of runs that are planned and not confirmed. Asked twice, Temporal says that
 * a run is there already: that is success. Answers how many were started, or
 * may be in the next round. Throws `EngineAway`.
 */
export async function startFlowRuns(
  db: Database,
  engine: Engine,
  installation: string,
  { historyLimit }: Pick<FlowRunInput, 'historyLimit'> = {},
): Promise<number> {
  // Side by side: what may begin now is claimed in the next round.
  const [begun, runs] = await Promise.all([letNextBegin(db), claimRunsToStart(db, runsAtOnce)]);
  if (runs.length === 0) return begun;
  const results = await Promise.allSettled(
    runs.map((run) =>
      engine.call('starting a Flow run', (client) =>
        startOnce(client, installation, {
          ...inputOf(run),
          ...(historyLimit ? { historyLimit } : {}),
        }),
      ),
    ),
  );
  const ids = (status: 'fulfilled' | 'rejected'): string[] =>
    runs.filter((_, index) => results[index]!.status === status).map(({ id }) => id);
  const started = ids('fulfilled');
  if (started.length > 0) await confirmRunsStarted(db, started);
  const failed = results.find((result) => result.status === 'rejected');
  if (failed) {
    await releaseRunsToStart(db, ids('rejected'));
    throw failed.reason;
  }
  return started.length;
}

async function startOnce(
  client: WorkflowClient,
  installation: string,
  input: FlowRunInput,
): Promise<void> {
  try {
    await client.start<FlowRunWorkflow>(workflowTypes.flowRun, {
      workflowId: flowRunWorkflowId(installation, input.runId),
      taskQueue: taskQueueOf(installation),
      workflowIdReusePolicy: 'REJECT_DUPLICATE',
      requestEagerStart: canStartEagerly(client),
      args: [input],
    });
  } catch (error) {
    if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
  }
}

/** A longer program is read by the run itself, so that starts stay small. */
const programByValueMaxBytes = 64 * 1024;

function inputOf({ id, ticket, compiled, event, occurrence, done }: RunToStart): FlowRunInput {
  const { program } = compiled;
  const isLong = Buffer.byteLength(JSON.stringify(program)) > programByValueMaxBytes;
  return {
    runId: id,
    ticket,
    event: beginningOf({ event, occurrence }),
    facts: event?.facts ?? null,
    ...(isLong ? {} : { program }),
    ...(done.length > 0 ? { resume: resumeFrom(done) } : {}),
  };
}

function resumeFrom(done: RunToStart['done']): Resume {
  return {
    done: Object.fromEntries(done.map(({ key, told }) => [key, told])),
    loops: {},
    position: Math.max(...done.map(({ position }) => position)),
  };
}

/** On a worker's own connection the first task comes back with the answer: no way round by the queue. */
function canStartEagerly({ connection }: WorkflowClient): boolean {
  const inner = connection as { [InternalConnectionLikeSymbol]?: { supportsEagerStart?: boolean } };
  return inner[InternalConnectionLikeSymbol]?.supportsEagerStart === true;
}
