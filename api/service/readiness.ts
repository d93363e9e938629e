import { query, type Database } from '../../db/database';
import type { ApiDeps } from '../deps';

export interface Readiness {
  database: { reachable: boolean };
  temporal: { address: string; namespace: string; reachable: boolean };
  mail: { accepting: boolean | null };
}

/**
 * Whether this process can take mail and serve reads. Temporal may be away: what it drives waits,
 * and nothing here needs it.
 */
export async function readiness(deps: ApiDeps): Promise<{ ready: boolean; parts: Readiness }> {
  const database = await answers(deps.db);
  const { address, namespace } = deps.engine;
  const accepting = deps.mail.accepting();
  return {
    ready: database && accepting !== false,
    parts: {
      database: { reachable: database },
      temporal: { address, namespace, reachable: deps.engine.reachable() },
      mail: { accepting },
    },
  };
}

const databaseTimeMs = 2_000;

async function answers(db: Database): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<false>((resolve) => {
    timer = setTimeout(() => resolve(false), databaseTimeMs);
  });
  const asked = query(db, 'SELECT 1').then(
    () => true,
    () => false,
  );
  const answered = await Promise.race([asked, late]);
  clearTimeout(timer);
  return answered;
}
