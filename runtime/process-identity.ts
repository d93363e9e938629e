import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** A process by more than its id, since ids are given again: `mark` says when it was started. */
export interface ProcessIdentity {
  pid: number;
  mark: string;
}

/** Who runs under this id now; undefined when nobody does. */
export function identifyProcess(pid: number): ProcessIdentity | undefined {
  const mark = process.platform === 'linux' ? markFromProc(pid) : markFromPs(pid);
  return mark === undefined ? undefined : { pid, mark };
}

export function isRunning({ pid, mark }: ProcessIdentity): boolean {
  return identifyProcess(pid)?.mark === mark;
}

/**
 * Ends exactly this process: each signal in turn, with some time to go (10 s, then 3 s each).
 * Somebody else who got the same id since is left alone.
 */
export async function endProcess(
  identity: ProcessIdentity,
  signals: readonly NodeJS.Signals[],
): Promise<void> {
  for (const [index, signal] of [...signals, 'SIGKILL' as const].entries()) {
    if (!isRunning(identity)) return;
    try {
      process.kill(identity.pid, signal);
    } catch {
      return;
    }
    await untilGone(identity, index === 0 ? 10_000 : 3_000);
  }
}

async function untilGone(identity: ProcessIdentity, limitMs: number): Promise<void> {
  const end = Date.now() + limitMs;
  while (isRunning(identity) && Date.now() < end) {
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}

/** Start time in ticks since this boot, field 22 of proc(5); a zombie counts as gone. */
function markFromProc(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    if (fields[0] === 'Z' || fields[0] === 'X') return undefined;
    return `${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()}/${fields[19]}`;
  } catch {
    return undefined;
  }
}

function markFromPs(pid: number): string | undefined {
  try {
    const started = execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    return started.trim() || undefined;
  } catch {
    return undefined;
  }
}
