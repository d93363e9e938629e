import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

const root = path.join(__dirname, '../..');
const read = (file: string): string => readFileSync(path.join(root, file), 'utf8');
const readJson = <T>(file: string): T => JSON.parse(read(file)) as T;

const pages = [
  'README.md',
  'CHANGELOG.md',
  ...(readdirSync(path.join(root, 'docs'), { recursive: true }) as string[])
    .filter((file) => file.endsWith('.md'))
    .map((file) => path.join('docs', file)),
];

interface Package {
  scripts: Record<string, string>;
  dependencies: Record<string, string>;
  devDependencies: Record<string, string>;
}
const product = readJson<Package>('package.json');
const ui = readJson<Package>('admin-ui/package.json');

describe.each(pages)('%s', (page) => {
  const text = read(page);

  test('links to files that are there', () => {
    const targets = [...text.matchAll(/\]\(([^)\s]+)\)/g)]
      .map(([, target]) => target!.replace(/#.*$/, ''))
      .filter((target) => target && !/^https?:/.test(target));

    for (const target of targets) {
      expect([target, existsSync(path.join(root, path.dirname(page), target))]).toEqual([
        target,
        true,
      ]);
    }
  });

  test('names files and folders of ours that are there', () => {
    const rooms = readdirSync(root);
    const named = [...text.matchAll(/`([\w.-]+\/[\w./-]*)`/g)]
      .map(([, name]) => name!)
      .filter((name) => rooms.includes(name.split('/')[0]!));

    expect(named.filter((name) => !existsSync(path.join(root, name)) && !isMade(name))).toEqual([]);
  });

  test('names npm scripts that there are', () => {
    const named = [...text.matchAll(/npm (?:run (?:--silent )?|(?=start|test))([\w:-]+)/g)].map(
      ([, name]) => name!,
    );

    expect(named.filter((name) => !(name in product.scripts))).toEqual([]);
  });
});

describe('package.json', () => {
  test('its scripts run files that are there', () => {
    for (const [name, command] of Object.entries(product.scripts)) {
      const file = /^node (\S+)/.exec(command)?.[1];
      if (file) expect([name, existsSync(path.join(root, file))]).toEqual([name, true]);
    }
  });
});

describe('README.md', () => {
  test('has a line for each environment variable, and for no other', () => {
    const known = [...read('config/env.ts').matchAll(/^ {2}([A-Z_]+):/gm)].map(([, name]) => name);
    const told = [...read('README.md').matchAll(/^\| `([A-Z_]+)` +\|/gm)].map(([, name]) => name);

    expect([...told].sort()).toEqual([...known].sort());
  });

  test('has a line for each room', () => {
    const { references } = readJson<{ references: Array<{ path: string }> }>('tsconfig.json');
    const rooms = [...new Set(references.map((reference) => reference.path.split('/')[1]!))];

    for (const room of [...rooms, 'admin-ui', 'docs']) {
      expect(read('README.md')).toMatch(new RegExp(`^\\|.*\`${room}/\``, 'm'));
    }
  });
});

describe('docs/dependencies.md', () => {
  test('has a line for each package that we name, and for no other', () => {
    const named = [product, ui].flatMap(({ dependencies, devDependencies }) =>
      Object.keys({ ...dependencies, ...devDependencies }),
    );
    const told = [...read('docs/dependencies.md').matchAll(/^\| `([^`]+)` +\|/gm)].map(
      ([, name]) => name!,
    );

    expect([...told].sort()).toEqual(
      [...new Set(named)].filter((name) => !name.startsWith('@types/')).sort(),
    );
  });

  test('every page of docs/decisions is in its list', () => {
    const list = read('docs/decisions/README.md');

    for (const file of readdirSync(path.join(root, 'docs/decisions'))) {
      if (file !== 'README.md') expect(list).toContain(`(${file})`);
    }
  });
});

/** Folders that come into being when the product runs or is built. */
function isMade(name: string): boolean {
  return /^(dist|\.data|admin-ui\/dist|node_modules)\//.test(name);
}
