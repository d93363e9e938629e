import { Connection, WorkflowClient } from '@temporalio/client';
import type { BenchServers } from './servers';

/** What a server wrote down about a workflow: the kind of each event and when, in milliseconds. */
export interface HistoryEvent {
  kind: string;
  at: number;
  /** Of a timer's start: when it is due. */
  dueAt?: number;
}

export interface Histories {
  read(workflowId: string): Promise<HistoryEvent[]>;
  close(): Promise<void>;
}

export async function openHistories({
  temporalAddress,
  namespace,
}: BenchServers): Promise<Histories> {
  const connection = await Connection.connect({ address: temporalAddress });
  const client = new WorkflowClient({ connection, namespace });
  return {
    async read(workflowId) {
      const { events } = await client.getHandle(workflowId).fetchHistory();
      return (events ?? []).map((event) => {
        const at = milliseconds(event.eventTime);
        const timer = event.timerStartedEventAttributes?.startToFireTimeout;
        const kind = Object.keys(event).find((key) => key.endsWith('EventAttributes'))!;
        return {
          kind: kind.replace('EventAttributes', ''),
          at,
          ...(timer ? { dueAt: at + milliseconds(timer) } : {}),
        };
      });
    },
    close: () => connection.close(),
  };
}

/** When the first workflow task ended that came after each event of a kind. */
export function handledAfter(events: readonly HistoryEvent[], kind: string): number[] {
  return events.flatMap((event, at) => {
    if (event.kind !== kind) return [];
    const task = events.slice(at).find((later) => later.kind === 'workflowTaskCompleted');
    return task ? [task.at] : [];
  });
}

function milliseconds(
  time: { seconds?: unknown; nanos?: number | null } | null | undefined,
): number {
  return Number(time?.seconds ?? 0) * 1_000 + (time?.nanos ?? 0) / 1e6;
}
