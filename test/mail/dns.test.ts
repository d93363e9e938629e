import { hasNoSuchRecord, openDns } from '../../mail/dns';
import { aDnsServer } from '../support/dns-server';

describe('asking the DNS', () => {
  test('records come from the servers that are named; what is not there is told apart', async () => {
    const server = await aDnsServer({
      'TXT _dmarc.example.org': ['v=DMARC1; p=reject'],
      'MX example.org': ['10 mx.example.org'],
    });
    try {
      const resolve = openDns([server.address]);
      expect(await resolve('_dmarc.example.org', 'TXT')).toEqual([['v=DMARC1; p=reject']]);
      expect(await resolve('example.org', 'MX')).toEqual([
        { priority: 10, exchange: 'mx.example.org' },
      ]);
      const missing = await resolve('nothing.example.org', 'TXT').catch((error: unknown) => error);
      expect(hasNoSuchRecord(missing)).toBe(true);
      const noText = await resolve('example.org', 'TXT').catch((error: unknown) => error);
      expect(hasNoSuchRecord(noText)).toBe(true);
    } finally {
      await server.stop();
    }
  });
});
