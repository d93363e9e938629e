import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

const folder = path.join(__dirname, '..', 'workflows', 'histories');

test.each(readdirSync(folder))('%s names no path of the machine that recorded it', (file) => {
  expect(readFileSync(path.join(folder, file), 'utf8')).not.toMatch(/"stackTrace": "[^"]/);
});
