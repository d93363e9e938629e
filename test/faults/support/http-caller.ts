import { randomUUID } from 'node:crypto';

const attemptLimitMs = 15_000;

export interface Answer {
  status: number;
  body: Record<string, unknown>;
}

/**
 * A caller that does not give up: it repeats a request with one Idempotency-Key, at any of the
 * API's processes, until one of them says yes or no.
 */
export function aStubbornCaller(ports: readonly number[], apiKey: string, until: number) {
  let turn = Math.floor(Math.random() * ports.length);

  return async function send(
    method: 'GET' | 'POST' | 'PATCH',
    path: string,
    body?: object,
  ): Promise<Answer> {
    const key = randomUUID();
    for (;;) {
      turn += 1;
      try {
        const answer = await fetch(`http://127.0.0.1:${ports[turn % ports.length]}/api/v1${path}`, {
          method,
          headers: {
            authorization: `Bearer ${apiKey}`,
            'content-type': 'application/json',
            'idempotency-key': key,
          },
          ...(body ? { body: JSON.stringify(body) } : {}),
          signal: AbortSignal.timeout(attemptLimitMs),
        });
        if (answer.status < 500 && answer.status !== 429) {
          return { status: answer.status, body: (await answer.json()) as Answer['body'] };
        }
      } catch {
        // Nobody there, or cut off in the middle: nothing was acknowledged, so it is asked again.
      }
      if (Date.now() > until) throw new Error(`${method} ${path}: no answer in time`);
      await new Promise((resolve) => setTimeout(resolve, 50 + Math.random() * 200));
    }
  };
}
