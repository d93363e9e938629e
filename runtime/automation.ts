import type { Logger } from 'pino';
import type { ActivityDeps } from '../activities';
import { createActivities } from '../activities';
import { catchUp } from '../automation/catch-up';
import { connectEngine, EngineAway, type Engine } from '../automation/engine';
import { startLoop, type Loop } from '../automation/loop';
import { startRelay, type Plan, type RelayOptions } from '../automation/relay';
import { openDatabase, type Database } from '../db/database';
import { readInstallation } from '../db/installation';
import { listen, type WorkKind } from '../db/notifications';
import { startWorker } from './worker';

export interface TemporalSettings {
  address: string;
  namespace: string;
  tls?: boolean;
  apiKey?: string;
}

/** Rows that wait for Temporal to hear of them: takes some, answers how many it dealt with. */
export interface Sweep {
  name: string;
  /** Whose NOTIFY wakes it; polling guarantees it. */
  wokenBy: WorkKind;
  sweep: (db: Database, engine: Engine, installation: string) => Promise<number>;
}

export interface AutomationOptions {
  db: Database;
  temporal: TemporalSettings;
  activities: ActivityDeps;
  plans: readonly Plan[];
  sweeps: readonly Sweep[];
  log: Logger;
  ticketWorkflow?: RelayOptions['ticketWorkflow'];
}

const sweepEveryMs = 1_000;

/**
 * What the worker role does: serves workflows and activities, relays events, starts what has a row
 * and no workflow yet. The relay and the sweeps use connections whose commits are deferred: what a
 * crash of Postgres takes from them is planned again from the stored events.
 */
export async function startAutomation(
  options: AutomationOptions,
): Promise<{ engine: Engine; stop(): Promise<void> }> {
  const { db, temporal, log } = options;
  const { id: installation } = await readInstallation(db);
  const worker = startWorker({
    ...temporal,
    installation,
    activities: createActivities(options.activities),
    log,
  });
  const engine = connectEngine({ ...temporal, workerConnection: worker.connected, log });
  engine.onLost(() => worker.replace());
  const deferred = openDatabase({ url: db.url, poolSize: 30, commit: 'deferred' });

  const relay = startRelay({
    db: deferred,
    engine,
    installation,
    plans: options.plans,
    log,
    ...(options.ticketWorkflow ? { ticketWorkflow: options.ticketWorkflow } : {}),
  });
  const sweeps = options.sweeps.map(({ name, wokenBy, sweep }) => {
    const work = () => sweep(deferred, engine, installation);
    return { wokenBy, loop: startLoop({ name, everyMs: sweepEveryMs, work, log }) };
  });
  const listener = listen(db, 'work', (kind) => {
    for (const sweep of sweeps) if (kind === '' || kind === sweep.wokenBy) sweep.loop.wake();
  });
  const loops: readonly Loop[] = [relay, ...sweeps.map(({ loop }) => loop)];
  const ending = new AbortController();
  const catchingUp = startLoop({
    name: 'catch up',
    everyMs: sweepEveryMs,
    log,
    work: catchUpOnce(
      () => catchUp(deferred, engine, { log, loops, ending: ending.signal }),
      engine,
    ),
  });

  return {
    engine,
    async stop() {
      ending.abort();
      await listener.stop();
      await Promise.all([...loops, catchingUp].map((loop) => loop.stop()));
      await worker.stop();
      await engine.close();
      await deferred.close();
    },
  };
}

/** Once at the start, and once more each time that Temporal has come back. */
function catchUpOnce(work: () => Promise<void>, engine: Engine): () => Promise<number> {
  let due = true;
  engine.onBack(() => (due = true));
  return async () => {
    if (!due) return 0;
    due = false;
    try {
      await work();
    } catch (error) {
      due = true;
      if (!(error instanceof EngineAway)) throw error;
    }
    return 0;
  };
}
