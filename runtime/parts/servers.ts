import { openDataFolder, type DataFolder } from '../data-folder';
import { startEmbeddedPostgres } from '../embedded-postgres';
import { startEmbeddedTemporal } from '../embedded-temporal';
import type { Part, Product, Stop } from '../product';

/** Postgres and Temporal: those that the environment names, else our own, both at once. */
export const servers: Part = {
  name: 'servers',
  roles: ['all', 'api', 'worker'],
  async start(product) {
    const { env } = product;
    const own = [
      ...(env.databaseUrl === undefined ? [ownPostgres] : []),
      ...(env.temporal.address === undefined ? [ownTemporal] : []),
    ];
    product.databaseUrl = env.databaseUrl ?? '';
    product.temporalAddress = env.temporal.address ?? '';
    const data = own.length > 0 ? openDataFolder(env.dataDir) : undefined;
    product.data = data;

    const started = await Promise.allSettled(own.map((start) => start(product, data!)));
    const stopAll = async (): Promise<void> => {
      const running = started.filter((one) => one.status === 'fulfilled');
      // Temporal first: the order in which they were written down, from the end.
      for (const { value } of running.reverse()) await value();
      data?.release();
    };
    const failed = started.find((one) => one.status === 'rejected');
    if (failed) {
      await stopAll();
      throw failed.reason;
    }
    product.addresses.temporal = product.temporalAddress;
    return stopAll;
  },
};

async function ownPostgres(product: Product, data: DataFolder): Promise<Stop> {
  const { log, tell } = product;
  const { url, stop } = await startEmbeddedPostgres({ data, log, tell });
  product.databaseUrl = url;
  return stop;
}

async function ownTemporal(product: Product, data: DataFolder): Promise<Stop> {
  const { env, log, tell } = product;
  const { namespace, cliPath } = env.temporal;
  const { address, uiUrl, stop } = await startEmbeddedTemporal({
    data,
    namespace,
    cliPath,
    log,
    tell,
  });
  product.temporalAddress = address;
  product.addresses.temporalUi = uiUrl;
  return stop;
}
