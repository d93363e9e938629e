import fc from 'fast-check';
import { checkMail } from './check-mail';
import { hostileMails } from './hostile-mails';

test('hostile mails are read or refused, and what is read is bounded and harmless', async () => {
  await fc.assert(fc.asyncProperty(hostileMails(), checkMail), { seed: 20261124, numRuns: 150 });
});
