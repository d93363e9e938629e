/** Rooms whose tests touch no server: they start at once. */
const pureRooms = ['domain', 'flows', 'plugins', 'config'];

const common = {
  rootDir: __dirname,
  testEnvironment: 'node',
  transform: {
    '^.+\\.(t|j|mj)sx?$': [
      '@swc/jest',
      { jsc: { parser: { syntax: 'typescript' }, target: 'es2022' }, module: { type: 'commonjs' } },
    ],
  },
  transformIgnorePatterns: ['/node_modules/'],
  modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/admin-ui/dist/', '<rootDir>/.data/'],
};

/** @type {import('jest').Config} */
module.exports = {
  testTimeout: 30_000,
  projects: [
    {
      ...common,
      displayName: 'pure',
      testMatch: pureRooms.map((room) => `<rootDir>/test/${room}/**/*.test.ts`),
    },
    {
      ...common,
      displayName: 'real servers',
      testMatch: ['<rootDir>/test/**/*.test.ts'],
      testPathIgnorePatterns: [
        '/node_modules/',
        ...pureRooms.map((room) => `<rootDir>/test/${room}/`),
      ],
      globalSetup: '<rootDir>/test/support/start-stack.ts',
      globalTeardown: '<rootDir>/test/support/stop-stack.ts',
    },
  ],
};
