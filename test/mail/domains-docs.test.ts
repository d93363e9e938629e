import { readFileSync } from 'node:fs';
import path from 'node:path';
import { neededToSend, recordsOf } from '../../domain/mail/domain-records';

test('the docs tell an admin of every record by its name and how its value begins', () => {
  const docs = readFileSync(path.join(__dirname, '..', '..', 'docs', 'domains.md'), 'utf8');
  const rows = docs
    .split('\n')
    .filter((line) => line.trim().startsWith('|'))
    .map((line) => line.split('|').map((cell) => cell.trim().replaceAll('`', '')))
    .slice(2);
  const domain = {
    name: 'example.com',
    verificationToken: 'x',
    dkimSelector: 'ticketloom-……',
    dkimPublicKey: 'x',
  };
  const records = recordsOf(domain, ['mx']);
  expect(rows).toHaveLength(records.length);
  for (const [at, { name, value, purpose }] of records.entries()) {
    const [, , toldName, begins, without] = rows[at]!;
    expect(toldName).toBe(name);
    expect(value.startsWith(begins!)).toBe(true);
    expect(without!.startsWith('nothing is sent')).toBe(neededToSend.includes(purpose));
  }
});
