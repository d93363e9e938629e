import path from 'node:path';
import { bundleWorkflowCode, DefaultLogger } from '@temporalio/worker';

const root = path.join(__dirname, '../..');

/** What may be in the script that the workflow sandbox loads. */
const mayBeInside = [
  /^workflows\//,
  /^domain\//,
  /^flows\/engine\//,
  /^node_modules\/@temporalio\/(common|workflow)\//,
  // What the workflow SDK itself is made of.
  /^node_modules\/(long|ms|nexus-rpc)\//,
  // Webpack's own few lines, and the two places where a converter of ours could go.
  /^webpack\//,
  /^ignored\|.*\|__temporal_custom_(failure|payload)_converter$/,
];

describe('the workflow bundle', () => {
  let modules: string[];
  let code: string;

  beforeAll(async () => {
    ({ code } = await bundleWorkflowCode({
      workflowsPath: path.join(root, 'workflows/index.ts'),
      logger: new DefaultLogger('ERROR'),
    }));
    modules = modulesIn(code);
  }, 120_000);

  test('holds the workflows, the domain, the Flow engine and the Temporal SDK, and nothing else', () => {
    expect(modules.filter((name) => !mayBeInside.some((place) => place.test(name)))).toEqual([]);
  });

  test('holds every workflow and the rules they share with the rest', () => {
    const files = ['ticket', 'flow-run', 'deliver-mail'].map((name) => `workflows/${name}.ts`);

    expect(modules).toEqual(expect.arrayContaining([...files, 'domain/ticket/evolve.ts']));
  });

  test('is small enough to be cached for thousands of tickets', () => {
    const ours = code.replace(/^\/\/# sourceMappingURL=.*$/m, '');

    expect(ours.length).toBeLessThan(2_000_000);
  });
});

/** The files that webpack put together, relative to the project, from the inlined source map. */
function modulesIn(code: string): string[] {
  const inlined = /sourceMappingURL=data:application\/json;[^,]*base64,(\S+)/.exec(code)?.[1];
  if (!inlined) throw new Error('the bundle has no source map');
  const { sources } = JSON.parse(Buffer.from(inlined, 'base64').toString()) as {
    sources: string[];
  };
  return sources
    .map((source) => source.replace(/^webpack:\/\/(__TEMPORAL__)?\/?/, '').replace(/^\.\//, ''))
    .map((source) => path.relative(root, path.resolve(root, source)))
    .sort();
}
