import { watchDomains } from '../../mail/check-domain';
import type { Part } from '../product';

/** Looks at the DNS records of the domains that mail is sent from. */
export const domains: Part = {
  name: 'domains',
  roles: ['all', 'worker'],
  start({ db, env, log, resolveDns }) {
    return watchDomains({ db, resolveDns, smtpUrl: env.smtpUrl, log });
  },
};
