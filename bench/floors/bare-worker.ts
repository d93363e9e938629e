import { randomUUID } from 'node:crypto';
import { WorkflowClient } from '@temporalio/client';
import { DefaultLogger, makeTelemetryFilterString, NativeConnection } from '@temporalio/worker';
import { Runtime, Worker } from '@temporalio/worker';
import type { BenchServers } from '../servers';
import type { BareActivities } from './bare-workflows';

/** A worker with the bare workflows in the bench's own process, and a client on its connection. */
export interface BareWorker {
  client: WorkflowClient;
  taskQueue: string;
  stop(): Promise<void>;
}

let installed = false;

export async function startBareWorker(
  servers: BenchServers,
  activities: Partial<BareActivities> = {},
): Promise<BareWorker> {
  if (!installed) {
    const filter = makeTelemetryFilterString({ core: 'ERROR', other: 'ERROR' });
    Runtime.install({
      logger: new DefaultLogger('ERROR'),
      telemetryOptions: { logging: { forward: {}, filter } },
    });
    installed = true;
  }
  const { namespace } = servers;
  const taskQueue = `bench-${randomUUID()}`;
  const connection = await NativeConnection.connect({ address: servers.temporalAddress });
  const worker = await Worker.create({
    connection,
    namespace,
    taskQueue,
    workflowsPath: require.resolve('./bare-workflows.ts'),
    activities: { doNothing: () => Promise.resolve(), ...activities },
    maxConcurrentActivityTaskExecutions: 100,
    maxCachedWorkflows: 2_000,
  });
  const running = worker.run();
  return {
    client: new WorkflowClient({ connection, namespace }),
    taskQueue,
    async stop() {
      worker.shutdown();
      await running;
      await connection.close();
    },
  };
}
