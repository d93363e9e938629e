import { rmSync } from 'node:fs';
import { createApiKey } from '../../api/sign-in/api-key';
import { openDatabase } from '../../db/database';
import { readKept } from '../../runtime/data-folder';
import { keptPostgresName, type KeptPostgres } from '../../runtime/embedded-postgres';
import { keptTemporalName, type KeptTemporal } from '../../runtime/embedded-temporal';
import { freePort } from '../../runtime/free-port';
import type { Bench, Row } from '../bench';
import { openHttpClient } from '../http-client';
import { megabytesOf, megabytesOfTree } from '../memory';
import { pause } from '../pause';
import { endProcess, startProcess, type ProductProcess } from '../product';
import { temporaryFolder } from '../temporary-folder';
import { usualTicket } from '../ticket-content';
import { untilDrained } from './full-speed';

const settleMs = 5_000;

/** The whole of `npm start` on an empty folder, its servers included; reported, nothing is asked. */
export const startAndMemory: Bench = {
  rows: [
    'start to ready, first',
    'start to ready, later',
    'memory: idle',
    'memory: per 1,000 open tickets',
  ],
  product: 'none',
  async run({ quick }) {
    const folder = temporaryFolder();
    const thousands = quick ? 0.05 : 1;
    const port = await freePort();
    const environment = {
      ...{ ROLE: 'all', DATA_DIR: folder, PORT: String(port), SMTP_PORT: '0' },
      ...{ DATABASE_URL: '', TEMPORAL_ADDRESS: '', SMTP_URL: '' },
    };
    let product = await startProcess(environment);
    try {
      const first = product.readyAfterMs;
      await pause(quick ? 500 : settleMs);
      const idle = memory(product, folder);
      const withTickets = async (): Promise<Memory> => {
        await openTickets({ folder, port, count: thousands * 1_000 });
        await pause(quick ? 500 : settleMs);
        return memory(product, folder);
      };
      // The first thousand also fills pools and caches, which the next does not.
      const [some, more] = [await withTickets(), await withTickets()];
      await endProcess(product);
      product = await startProcess(environment);

      const [firstStart, laterStart, idleMemory, ticketMemory] = this.rows;
      return [
        reported(firstStart!, { p50Ms: first }),
        reported(laterStart!, { p50Ms: product.readyAfterMs }),
        reported(idleMemory!, { note: megabytes(idle) }),
        reported(ticketMemory!, {
          note: megabytes({
            product: (more.product - some.product) / thousands,
            postgres: (more.postgres - some.postgres) / thousands,
            temporal: (more.temporal - some.temporal) / thousands,
          }),
        }),
      ];
    } finally {
      await endProcess(product);
      rmSync(folder, { recursive: true, force: true });
    }
  },
};

interface Memory {
  product: number;
  postgres: number;
  temporal: number;
}

function memory({ pid }: ProductProcess, folder: string): Memory {
  const pidOf = (kept: { process?: { pid: number } } | undefined): number => kept!.process!.pid;
  const postgres = pidOf(readKept<KeptPostgres>(folder, keptPostgresName));
  const temporal = pidOf(readKept<KeptTemporal>(folder, keptTemporalName));
  return {
    product: megabytesOf(pid),
    postgres: megabytesOfTree(postgres) ?? 0,
    temporal: megabytesOf(temporal),
  };
}

/** Opens tickets and waits until each has its workflow. */
async function openTickets(options: { folder: string; port: number; count: number }) {
  const { url } = readKept<KeptPostgres>(options.folder, keptPostgresName)!;
  const db = openDatabase({ url, poolSize: 2 });
  const { key } = await createApiKey(db, { name: 'bench', role: 'admin' });
  const api = openHttpClient({ port: options.port, key });
  const { title, description, email } = usualTicket;
  let left = options.count;
  const client = async (): Promise<void> => {
    while (left-- > 0) {
      await api.post('/api/v1/tickets', { title, description, requester: { email } });
    }
  };
  await Promise.all(Array.from({ length: 8 }, client));
  await untilDrained(db);
  api.close();
  await db.close();
}

function megabytes({ product, postgres, temporal }: Memory): string {
  const [all, ...parts] = [product + postgres + temporal, product, postgres, temporal].map(
    (value) => `${value.toFixed(0)} MB`,
  );
  return `${all}: product ${parts[0]}, Postgres ${parts[1]}, Temporal ${parts[2]}`;
}

function reported(name: string, figures: Partial<Row>): Row {
  return { name, aim: {}, ratio: null, p50Ms: null, p95Ms: null, floorP50Ms: null, ...figures };
}
