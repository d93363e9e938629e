import { useSyncExternalStore } from 'react';

const watchers = new Set<() => void>();
let minute = now();
let timer: ReturnType<typeof setInterval> | undefined;

/** The present minute (epoch ms), from one timer for the whole page. */
export function useMinute(): number {
  return useSyncExternalStore(watch, () => minute);
}

function watch(watcher: () => void): () => void {
  watchers.add(watcher);
  timer ??= setInterval(tick, 15_000);
  return () => {
    watchers.delete(watcher);
    if (watchers.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}

function tick(): void {
  if (now() === minute) return;
  minute = now();
  for (const watcher of watchers) watcher();
}

function now(): number {
  return Math.floor(Date.now() / 60_000) * 60_000;
}
