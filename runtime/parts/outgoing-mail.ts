import { startLocalCatcher } from '../../mail/local-catcher';
import type { Part } from '../product';
import { portProblem } from './ports';

/** The mail server that is named, or the local catcher where none is. */
export const outgoingMail: Part = {
  name: 'outgoing mail',
  roles: ['all', 'worker'],
  async start(product) {
    const { env, db, log } = product;
    product.mailIsCaught = env.smtpUrl === undefined;
    product.smtpUrl = env.smtpUrl ?? '';
    if (!product.mailIsCaught) return;
    const port = env.catcherPort;
    const catcher = await startLocalCatcher({ db, port, log }).catch((error: Error) => {
      throw portProblem(error, { host: '127.0.0.1', port, variable: 'CATCHER_PORT' });
    });
    product.smtpUrl = catcher.url;
    product.addresses.caughtMail = `${product.publicUrl}/mail`;
    return catcher.stop;
  },
};
