import { randomUUID } from 'node:crypto';
import { askForApproval } from '../../automation/ask-for-approval';
import { openApproval, type Approval, type NewApproval } from '../../db/approval-store';
import { inTransaction, query, type Database } from '../../db/database';

export type AskedFields = Partial<NewApproval> & Pick<NewApproval, 'agentIds'>;

const flow = { slug: 'refunds', title: 'Refunds' };

/** A run that waits at its step `ask` for an answer, as the engine opens it. */
export async function anApproval(db: Database, fields: AskedFields): Promise<Approval> {
  const runId = randomUUID();
  await query(
    db,
    `WITH flow AS (
       INSERT INTO flows (slug, title) VALUES ($2, $3)
       ON CONFLICT (slug) DO UPDATE SET title = excluded.title RETURNING id
     )
     INSERT INTO flow_runs (id, flow_id, version, ticket, event_seq, root_run_id, status,
       workflow_started)
     SELECT $1, id, 1, $4, (random() * 1000000000)::int, $1, 'waiting', true FROM flow`,
    [runId, flow.slug, flow.title, fields.ticket ?? 0],
  );
  return askAt(db, runId, fields);
}

/** What an attempt of the step does: the first one, and those after it. */
export function askAt(db: Database, runId: string, fields: AskedFields): Promise<Approval> {
  const key = { runId, stepId: 'ask', iteration: 0 };
  const approval: NewApproval = {
    flow,
    ticket: null,
    question: 'Is a refund of 240 € right?',
    needs: 'one',
    default: 'reject',
    until: null,
    ...fields,
  };
  return inTransaction(db, async (transaction) => {
    const opened = await openApproval(db, key, approval, transaction);
    await query(
      db,
      `INSERT INTO flow_waits (run_id, step_id, iteration, ticket, after_seq, condition)
       VALUES ($1, $2, $3, $4, 0, '[]') ON CONFLICT DO NOTHING`,
      [runId, key.stepId, key.iteration, fields.ticket ?? 0],
      transaction,
    );
    const publicUrl = 'https://desk.example';
    await askForApproval(db, { approval: opened, publicUrl }, transaction);
    return opened;
  });
}
