import { listMailboxes } from '../../db/mailbox-store';
import { demoDataIsMissing, loadDemoData } from '../demo/load-demo-data';
import type { Part } from '../product';

/** A desk that shows what it is for, on the first start. */
export const demoData: Part = {
  name: 'demo data',
  roles: ['all'],
  async start({ db, env, intake, log, publicUrl, tell }) {
    if (!env.demoData || !(await demoDataIsMissing(db))) return;
    tell('Loading demo tickets …');
    try {
      const [mailbox] = await listMailboxes(db);
      await loadDemoData({ db, intake, mailbox: mailbox!.address, publicUrl });
    } catch (err) {
      log.warn({ err }, 'the demo data could not be loaded, the next start tries again');
    }
  },
};
