import type { Logger } from 'pino';
import type { ActivityDeps } from '../activities';
import { createActivities } from '../activities';
import { connectEngine, type Engine } from '../automation/engine';
import { startLoop, type Loop } from '../automation/loop';
import { tellLiveTicketsAgain } from '../automation/rehydrate';
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
  /** Run when Temporal is there at the start and each time that it comes back. */
  whenBack: readonly ((db: Database, engine: Engine, log: Logger) => Promise<unknown>)[];
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
  const loops: Loop[] = [relay, ...sweeps.map(({ loop }) => loop)];

  const catchUp = (): void => {
    for (const step of options.whenBack) {
      step(deferred, engine, log).catch((err: unknown) => log.warn({ err }, 'catching up failed'));
    }
    for (const loop of loops) loop.wake();
  };
  const forget = engine.onChange((reachable) => {
    if (reachable) catchUp();
  });
  catchUp();

  return {
    engine,
    async stop() {
      forget();
      await listener.stop();
      await Promise.all(loops.map((loop) => loop.stop()));
      await worker.stop();
      await engine.close();
      await deferred.close();
    },
  };
}

/** The catching up of tickets, for every product. */
export const liveTicketsCatchUp = (db: Database, _engine: Engine, log: Logger) =>
  tellLiveTicketsAgain(db, log);
