import { inTransaction, query, type Database, type Transaction } from './database';

/**
 * Runs `work` and keeps its answer under `key`, all in one transaction; asked again, it gives that
 * answer without running anything. 'reused': the key came with another request. Two requests at
 * once wait for each other on the key's row.
 */
export async function answerOnce<Answer extends object>(
  db: Database,
  key: { id: string; requestHash: string } | null,
  work: (transaction: Transaction) => Promise<Answer>,
): Promise<Answer | 'reused'> {
  return inTransaction(db, async (transaction) => {
    if (!key) return work(transaction);
    const taken = await query(
      db,
      `INSERT INTO answered_requests (id, request_hash) VALUES ($1, $2)
       ON CONFLICT (id) DO NOTHING RETURNING id`,
      [key.id, key.requestHash],
      transaction,
    );
    if (taken.length === 0) return storedAnswer<Answer>(db, key, transaction);
    const answer = await work(transaction);
    await query(
      db,
      'UPDATE answered_requests SET answer = $2 WHERE id = $1',
      [key.id, JSON.stringify(answer)],
      transaction,
    );
    return answer;
  });
}

async function storedAnswer<Answer>(
  db: Database,
  key: { id: string; requestHash: string },
  transaction: Transaction,
): Promise<Answer | 'reused'> {
  const [row] = await query<{ request_hash: string; answer: Answer }>(
    db,
    'SELECT request_hash, answer FROM answered_requests WHERE id = $1',
    [key.id],
    transaction,
  );
  return row!.request_hash === key.requestHash ? row!.answer : 'reused';
}
