import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, openSync, readFileSync, statSync } from 'node:fs';
import type { Logger } from 'pino';
import { endProcess, identifyProcess, type ProcessIdentity } from './process-identity';

export interface ChildPlan {
  name: string;
  command: string;
  args: string[];
  /** Ids to run under, when not our own. */
  user?: { uid: number; gid: number } | undefined;
  env?: NodeJS.ProcessEnv;
  cwd?: string;
  /** Its standard output and error are appended here. */
  logFile: string;
  /** Tried in turn to end it; the first is the ordinary one. */
  stopSignals: readonly NodeJS.Signals[];
  /** One attempt: resolves when it can be used. */
  ready(): Promise<void>;
  /** Keep this where the next start finds it: a killed parent leaves its children running. */
  started(identity: ProcessIdentity): void;
  log: Logger;
}

export interface SupervisedChild {
  /** Ends it for good. */
  stop(): Promise<void>;
}

const readyLimitMs = 60_000;
const restartPauseMs = 300;
const longestLogBytes = 10_000_000;

/**
 * Starts a server of ours and starts it again whenever it ends. The promise settles with the first
 * start; it rejects with the end of the child's log. The child is not in our process group, so
 * that Ctrl-C in a terminal reaches us alone and we end things in order.
 */
export async function superviseChild(plan: ChildPlan): Promise<SupervisedChild> {
  let stopping = false;
  let child: ChildProcess | undefined;
  let identity: ProcessIdentity | undefined;
  let restarting: Promise<void> = Promise.resolve();

  const start = async (): Promise<void> => {
    const running = spawnChild(plan);
    child = running;
    const ended = new Promise<never>((_, reject) => {
      running.once('error', reject);
      running.once('exit', (code, signal) =>
        reject(new Error(`${plan.name} ended (${signal ?? code}):\n${lastLines(plan.logFile)}`)),
      );
    });
    ended.catch(() => undefined);
    identity = running.pid === undefined ? undefined : identifyProcess(running.pid);
    if (identity) plan.started(identity);
    await Promise.race([ended, untilReady(plan, () => stopping || running.exitCode !== null)]);
    running.once('exit', (code, signal) => {
      if (stopping) return;
      plan.log.warn({ child: plan.name, code, signal }, 'a server of ours ended, it is restarted');
      restarting = restart();
    });
  };

  const restart = async (): Promise<void> => {
    for (let failures = 0; !stopping; failures += 1) {
      try {
        await start();
        plan.log.info({ child: plan.name }, 'the server is up again');
        return;
      } catch (err) {
        if (failures === 0 && !stopping)
          plan.log.warn({ child: plan.name, err }, 'the restart failed, again');
        if (identity) await endProcess(identity, plan.stopSignals);
        await pause(Math.min(restartPauseMs * 2 ** failures, 5_000));
      }
    }
  };

  const endWithUs = (): void => {
    if (child?.exitCode === null && child.signalCode === null) child.kill(plan.stopSignals[0]);
  };
  process.once('exit', endWithUs);

  const stop = async (): Promise<void> => {
    stopping = true;
    if (identity) await endProcess(identity, plan.stopSignals);
    await restarting;
    process.removeListener('exit', endWithUs);
  };

  try {
    await start();
  } catch (error) {
    await stop();
    throw error;
  }
  return { stop };
}

function spawnChild({ command, args, user, env, cwd, logFile }: ChildPlan): ChildProcess {
  const log = openSync(logFile, isLong(logFile) ? 'w' : 'a', 0o600);
  try {
    return spawn(command, args, {
      detached: true,
      stdio: ['ignore', log, log],
      cwd: cwd ?? '/',
      env: env ?? process.env,
      ...(user ?? {}),
    });
  } finally {
    closeSync(log);
  }
}

async function untilReady(plan: ChildPlan, given: () => boolean): Promise<void> {
  const end = Date.now() + readyLimitMs;
  for (;;) {
    try {
      return await plan.ready();
    } catch (error) {
      if (given() || Date.now() > end) {
        throw new Error(`${plan.name} did not get ready:\n${lastLines(plan.logFile)}`, {
          cause: error,
        });
      }
    }
    await pause(50);
  }
}

function isLong(file: string): boolean {
  return (statSync(file, { throwIfNoEntry: false })?.size ?? 0) > longestLogBytes;
}

function lastLines(file: string): string {
  try {
    return readFileSync(file, 'utf8').trimEnd().split('\n').slice(-8).join('\n');
  } catch {
    return '(no log)';
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
