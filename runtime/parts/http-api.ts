import { readInstallation } from '../../db/installation';
import { startApiServer } from '../../api/server';
import type { Part } from '../product';

/** The API and, from the same place, the UI. */
export const httpApi: Part = {
  name: 'HTTP API',
  roles: ['all', 'api'],
  async start(product) {
    const { db, engine, env, log, publicUrl } = product;
    const server = await startApiServer(
      {
        db,
        engine,
        log,
        publicUrl,
        binDays: env.binDays,
        allowPrivateAddresses: env.flowsPrivateAddresses,
        installation: await readInstallation(db),
        secrets: product.secrets,
        resolveDns: product.resolveDns,
        mail: {
          accepting: () => product.mailIsTaken,
          catcher: product.mailIsCaught,
          isCaught: product.mailIsCaught || env.mailCatcher,
          smtpUrl: env.smtpUrl,
          intake: () => product.intake,
          smtp: () => (product.mailIsTaken ? { host: env.host, port: product.smtpPort } : null),
        },
      },
      { host: env.host, port: product.httpPort },
    );
    product.addresses.desk = publicUrl;
    product.addresses.apiDocs = `${publicUrl}/api/docs`;
    return server.stop;
  },
};
