import http from 'node:http';

/** One agent's open stream of changes. */
export interface EventStream {
  /** Resolves at `performance.now()` of the moment when this version of the ticket is told. */
  told(ticket: number, version: number): Promise<number>;
  close(): void;
}

/** Opens `/api/v1/stream` (server-sent events) and waits until it has begun. */
export function openEventStream({
  port,
  key,
}: {
  port: number;
  key: string;
}): Promise<EventStream> {
  const waiting = new Map<string, (at: number) => void>();
  const agent = new http.Agent({ keepAlive: false });
  return new Promise((resolve, reject) => {
    const request = http.get(
      {
        host: '127.0.0.1',
        port,
        agent,
        path: '/api/v1/stream',
        headers: { authorization: `Bearer ${key}`, accept: 'text/event-stream' },
      },
      (response) => {
        if (response.statusCode !== 200) reject(new Error(`stream: ${response.statusCode}`));
        let rest = '';
        response.setEncoding('utf8');
        response.on('data', (text: string) => {
          const parts = (rest + text).split('\n\n');
          rest = parts.pop()!;
          for (const part of parts) {
            if (/^event: ready$/m.test(part)) resolve(stream);
            const [, data] = /^data: (\{"number".*\})$/m.exec(part) ?? [];
            if (data === undefined) continue;
            const { number, version } = JSON.parse(data) as { number: number; version: number };
            waiting.get(`${number}/${version}`)?.(performance.now());
          }
        });
        response.on('error', () => undefined);
      },
    );
    request.on('error', reject);
    const stream: EventStream = {
      told: (ticket, version) => new Promise((heard) => waiting.set(`${ticket}/${version}`, heard)),
      close: () => request.destroy(),
    };
  });
}
