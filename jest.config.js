/**
 * Packages that ship ES modules only: Jest loads CommonJS, so swc translates these on the way in.
 * test/house/dependencies-load.test.ts loads every run-time dependency and fails when one is missing.
 */
const esModulePackages = [
  '@marcbachmann/cel-js',
  'htmlparser2',
  'dom-serializer',
  'domelementtype',
  'domhandler',
  'domutils',
  'entities',
];

/** Tests of these rooms need no server, so that a run of them alone starts none. */
const roomsWithoutServers = ['domain', 'flows', 'plugins', 'config', 'house'];
const withoutServers = `<rootDir>/test/(${roomsWithoutServers.join('|')})/`;

/** Long runs (kill -9 for minutes) have a command of their own, `npm run test:faults`. */
const longRuns = process.env.LONG_FAULTS === '1';

const common = {
  testEnvironment: 'node',
  roots: ['<rootDir>/test'],
  modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/.data/', '<rootDir>/.cache/'],
  transform: {
    '\\.[cm]?tsx?$': ['@swc/jest', translate({ syntax: 'typescript' })],
    '\\.m?js$': ['@swc/jest', translate({ syntax: 'ecmascript' })],
  },
  transformIgnorePatterns: [
    `/node_modules/(?!(.*/node_modules/)?(${esModulePackages.join('|')})/)`,
  ],
};

const pure = {
  ...common,
  displayName: 'pure',
  testRegex: ['\\.test\\.ts$'],
  testPathIgnorePatterns: [`<rootDir>/test/(?!(${roomsWithoutServers.join('|')})/)`],
};

const servers = {
  ...common,
  displayName: 'servers',
  testRegex: longRuns ? ['/test/faults/.*\\.long\\.test\\.ts$'] : ['\\.test\\.ts$'],
  testPathIgnorePatterns: longRuns ? [] : [withoutServers, '\\.long\\.test\\.ts$'],
  globalSetup: '<rootDir>/test/support/start-stack.ts',
  globalTeardown: '<rootDir>/test/support/stop-stack.ts',
};

/** @type {import('jest').Config} */
module.exports = {
  projects: longRuns ? [servers] : [pure, servers],
  // Two cores: one stack of servers is shared by all, and more workers only wait for it.
  maxWorkers: 2,
  testSequencer: '<rootDir>/test/support/longest-first.js',
  // Jest reads it here only, not in a project.
  testTimeout: 60_000,
};

function translate(parser) {
  return {
    swcrc: false,
    jsc: { target: 'es2022', parser },
    module: { type: 'commonjs' },
    sourceMaps: 'inline',
  };
}
