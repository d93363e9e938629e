import { readFileSync } from 'node:fs';
import path from 'node:path';

interface Locked {
  version?: string;
  optionalDependencies?: Record<string, string>;
}

const { packages } = JSON.parse(
  readFileSync(path.join(__dirname, '../../package-lock.json'), 'utf8'),
) as { packages: Record<string, Locked> };

describe('package-lock.json', () => {
  // Without them npm ci refuses on a clean clone; `npm run complete-lock` adds them.
  test('has the optional packages for other machines, so that npm ci works on each', () => {
    const places = Object.keys(packages);
    const missing = Object.values(packages)
      .flatMap(({ optionalDependencies = {} }) => Object.entries(optionalDependencies))
      .filter(([, version]) => /^\d/.test(version))
      .filter(([name]) => !places.some((place) => place.endsWith(`node_modules/${name}`)))
      .map(([name]) => name);

    expect(missing).toEqual([]);
  });

  test('has one version of every part of Temporal, the one that package.json pins', () => {
    const versions = Object.entries(packages)
      .filter(([place]) => place.includes('node_modules/@temporalio/'))
      .map(([, { version }]) => version);

    expect(new Set(versions)).toEqual(
      new Set([packages['node_modules/@temporalio/client']?.version]),
    );
  });
});
