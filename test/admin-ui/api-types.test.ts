import { spawnSync } from 'node:child_process';
import path from 'node:path';

const root = path.join(__dirname, '..', '..');

test('the UI’s API types are those of the API’s own document', () => {
  const { status, stderr } = spawnSync(
    process.execPath,
    ['--import', 'tsx', path.join('scripts', 'generate-api-types.ts'), '--check'],
    { cwd: root, encoding: 'utf8' },
  );

  expect(stderr).toBe('');
  expect(status).toBe(0);
}, 60_000);
