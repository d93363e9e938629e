import { openDataFolder, type DataFolder } from '../data-folder';
import { startEmbeddedPostgres } from '../embedded-postgres';
import { findTemporalFor, startEmbeddedTemporal } from '../embedded-temporal';
import type { Part, Product, Stop } from '../product';

/** Postgres and Temporal: those that the environment names, else our own, both at once. */
export const servers: Part = {
  name: 'servers',
  roles: ['all', 'api', 'worker'],
  async start(product) {
    const { databaseUrl, dataDir, temporal } = product.env;
    product.databaseUrl = databaseUrl ?? '';
    product.temporalAddress = temporal.address ?? '';
    product.addresses.temporal = product.temporalAddress;
    if (databaseUrl !== undefined && temporal.address !== undefined) return;

    const data = openDataFolder(dataDir);
    product.data = data;
    try {
      // Before anything runs: it may be missing.
      const startTemporal =
        temporal.address === undefined && (await prepareTemporal(product, data));
      const stops = await startTogether([
        ...(databaseUrl === undefined ? [() => ownPostgres(product, data)] : []),
        ...(startTemporal ? [startTemporal] : []),
      ]);
      return async () => {
        // Temporal first, the other way round than they are written down.
        for (const stop of stops.reverse()) await stop();
        data.release();
      };
    } catch (error) {
      data.release();
      throw error;
    }
  },
};

/** All of them or none: when one cannot start, the others are stopped. */
async function startTogether(starts: (() => Promise<Stop>)[]): Promise<Stop[]> {
  const started = await Promise.allSettled(starts.map((start) => start()));
  const running = started.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
  const failed = started.find((one) => one.status === 'rejected');
  if (!failed) return running;
  for (const stop of running) await stop();
  throw failed.reason;
}

async function ownPostgres(product: Product, data: DataFolder): Promise<Stop> {
  const { log, tell } = product;
  const { url, stop } = await startEmbeddedPostgres({ data, log, tell });
  product.databaseUrl = url;
  return stop;
}

async function prepareTemporal(product: Product, data: DataFolder): Promise<() => Promise<Stop>> {
  const { env, log, tell } = product;
  const { namespace, cliPath } = env.temporal;
  const binary = await findTemporalFor(data, { cliPath, tell });
  return async () => {
    const temporal = await startEmbeddedTemporal({ data, namespace, binary, log, tell });
    product.temporalAddress = temporal.address;
    product.addresses.temporal = temporal.address;
    product.addresses.temporalUi = temporal.uiUrl;
    return temporal.stop;
  };
}
