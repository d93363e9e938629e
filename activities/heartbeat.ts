import { Context } from '@temporalio/activity';

const everyMs = 2_000;

/** Tells Temporal that an attempt goes on, so that it notices soon when this process is gone. */
export async function whileBeating<T>(work: () => Promise<T>): Promise<T> {
  const context = Context.current();
  const timer = setInterval(() => context.heartbeat(), everyMs);
  try {
    return await work();
  } finally {
    clearInterval(timer);
  }
}
