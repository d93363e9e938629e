import { startBenchProduct, startProcess, type BenchProduct, type ProductProcess } from './product';
import type { BenchServers } from './servers';

/** A product whose worker is a process of its own, so that it can be killed and measured alone. */
export interface WorkerApart {
  product: BenchProduct;
  startWorker(): Promise<ProductProcess>;
}

export async function startProductAndWorker(servers: BenchServers): Promise<WorkerApart> {
  const product = await startBenchProduct(servers, 'api');
  return {
    product,
    startWorker: () =>
      startProcess({
        ROLE: 'worker',
        SMTP_URL: 'smtp://127.0.0.1:1',
        DATABASE_URL: product.databaseUrl,
        TEMPORAL_ADDRESS: servers.temporalAddress,
        TEMPORAL_NAMESPACE: servers.namespace,
      }),
  };
}
