import { inTransaction, type Database, type Transaction } from '../db/database';
import { recordFlowChange, type FlowChangeKind, type NewFlowChange } from '../db/flow-change-store';
import {
  dropHeldRuns,
  releaseHeldRuns,
  setFlowState,
  wantRunsCancelled,
  type FlowState,
} from '../db/flow-state-store';
import { findFlow, type StoredFlow } from '../db/flow-store';
import { notifyWork } from '../db/notifications';
import { DomainError } from '../domain/domain-error';
import type { Actor } from '../domain/ticket/command';
import { requireFlow, requireKept, stateOf } from './publish-flow';

/** What becomes of the runs that are under way when their Flow is switched off. */
export const runningChoices = ['finish', 'cancel'] as const;

/** What becomes of what was held while a Flow was paused. */
export const heldChoices = ['run', 'drop'] as const;

type Details = NonNullable<NewFlowChange['details']>;

/** New events start it again. Throws `flow-not-found`, `flow-archived`. */
export function enableFlow(db: Database, idOrSlug: string, by: Actor): Promise<void> {
  return changeState(db, idOrSlug, by, 'enabled', (flow) => {
    requireKept(flow);
    return { enabled: true };
  });
}

/**
 * New events start it no more. Runs go on to their end, or are cancelled as soon as Temporal can be
 * asked; a step that is under way may still have its effect. Throws `flow-not-found`.
 */
export function disableFlow(
  db: Database,
  idOrSlug: string,
  { by, running = 'finish' }: { by: Actor; running?: (typeof runningChoices)[number] | undefined },
): Promise<void> {
  const ending = endingRuns(db, running, 'Its Flow was switched off.');
  return changeState(db, idOrSlug, by, 'disabled', () => ({ enabled: false }), ending);
}

/** Off, and out of the list; its slug stays taken. Throws `flow-not-found`. */
export function archiveFlow(
  db: Database,
  idOrSlug: string,
  { by, running = 'finish' }: { by: Actor; running?: (typeof runningChoices)[number] | undefined },
): Promise<void> {
  const ending = endingRuns(db, running, 'Its Flow was archived.');
  const state = () => ({ enabled: false, archived: true });
  return changeState(db, idOrSlug, by, 'archived', state, ending);
}

/** Back from the archive, still off. Throws `flow-not-found`. */
export function restoreFlow(db: Database, idOrSlug: string, by: Actor): Promise<void> {
  return changeState(db, idOrSlug, by, 'restored', () => ({ archived: false }));
}

/**
 * What its events would start is held until it is resumed; what runs goes on. Throws
 * `flow-not-found`, `flow-archived`, `flow-not-published`.
 */
export function pauseFlow(db: Database, idOrSlug: string, by: Actor): Promise<void> {
  return changeState(db, idOrSlug, by, 'paused', (flow) => {
    requireKept(flow);
    if (flow.publishedVersion !== null) return { paused: true };
    const sentence = `Nothing of ${flow.slug} is published yet: there is nothing to pause.`;
    throw new DomainError('flow-not-published', sentence);
  });
}

/** Events start it again; what was held meanwhile runs now, or is dropped. Throws `flow-not-found`. */
export function resumeFlow(
  db: Database,
  idOrSlug: string,
  { by, held }: { by: Actor; held: (typeof heldChoices)[number] },
): Promise<void> {
  const reason = 'Dropped when the Flow was resumed.';
  return changeState(
    db,
    idOrSlug,
    by,
    'resumed',
    () => ({ paused: false }),
    async (flow, transaction) => {
      const runs =
        held === 'run'
          ? await releaseHeldRuns(db, flow.id, transaction)
          : await dropHeldRuns(db, flow.id, reason, transaction);
      if (held === 'run' && runs > 0) await notifyWork(db, 'flow_runs', transaction);
      return { held, runs };
    },
  );
}

function endingRuns(db: Database, running: (typeof runningChoices)[number], reason: string) {
  return async (flow: StoredFlow, transaction: Transaction): Promise<Details> => {
    if (running === 'finish') return { running };
    const runs = await wantRunsCancelled(db, flow.id, reason, transaction);
    if (runs > 0) await notifyWork(db, 'flow_cancels', transaction);
    return { running, runs };
  };
}

/** One transaction: the state, what follows from it, and who did it. Twice the same is told once. */
async function changeState(
  db: Database,
  idOrSlug: string,
  by: Actor,
  what: FlowChangeKind,
  next: (flow: StoredFlow) => Partial<FlowState>,
  along: (flow: StoredFlow, transaction: Transaction) => Promise<Details> = () =>
    Promise.resolve({}),
): Promise<void> {
  const { id } = await requireFlow(db, idOrSlug);
  await inTransaction(db, async (transaction) => {
    const flow = (await findFlow(db, id, transaction))!;
    const before = stateOf(flow);
    const after = { ...before, ...next(flow) };
    const details = await along(flow, transaction);
    const isChanged = Object.entries(after).some(
      ([key, is]) => is !== before[key as keyof FlowState],
    );
    if (!isChanged && !details['runs']) return;
    await setFlowState(db, id, after, by, transaction);
    await recordFlowChange(db, id, { what, by, details }, transaction);
  });
}
