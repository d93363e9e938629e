import { readFileSync } from 'node:fs';
import path from 'node:path';
import { intakeRules, type IntakeFacts, type IntakeRule } from '../../domain/mail/intake';

test('the docs print the table by which mail is decided', () => {
  const docs = readFileSync(path.join(__dirname, '..', '..', 'docs', 'mail.md'), 'utf8');
  const printed = docs
    .split('\n')
    .filter((line) => line.startsWith('|'))
    .map((line) => line.split('|').map((cell) => cell.trim()))
    .slice(2);

  expect(printed).toEqual(
    intakeRules.map((rule: IntakeRule) => [
      '',
      list(rule, 'sender'),
      list(rule, 'automatic'),
      list(rule, 'thread'),
      rule.then,
      rule.reason,
      '',
    ]),
  );
});

function list({ when }: IntakeRule, field: keyof IntakeFacts): string {
  return (when[field] ?? ['any']).join(', ');
}
