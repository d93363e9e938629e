import { readFileSync } from 'node:fs';
import path from 'node:path';
import { mailTemplateKeys, mailTemplates, type MailTemplate } from '../../domain/mail/templates';
import { threadingRules } from '../../domain/mail/threading';
import { intakeRules, type IntakeFacts, type IntakeRule } from '../../domain/mail/intake';

/** The cells of the rows of the table that follows a comment. */
function tableAfter(comment: string, page = 'mail.md'): string[][] {
  const file = path.join(__dirname, '..', '..', 'docs', page);
  const lines = readFileSync(file, 'utf8').split('\n');
  const from = lines.findIndex((line) => line.startsWith(`<!-- ${comment}`));
  const to = lines.indexOf('<!-- end -->', from);
  return lines
    .slice(from, to)
    .filter((line) => line.startsWith('|'))
    .map((line) => line.split('|').map((cell) => cell.trim()))
    .slice(2);
}

test('the docs print the table by which a mail finds its ticket', () => {
  expect(tableAfter('threading rules')).toEqual(
    threadingRules.map(({ clue, looksAt, severalMean }) => ['', clue, looksAt, severalMean, '']),
  );
});

test('the docs print the mail templates with their variables', () => {
  expect(tableAfter('mail templates', 'mail-templates.md')).toEqual(
    mailTemplateKeys.map((key) => {
      const { goesTo, sentWhen, variables, mayBeMissing }: MailTemplate = mailTemplates[key];
      const names = Object.keys(variables).map((name) =>
        mayBeMissing?.includes(name) ? `(${name})` : name,
      );
      return ['', key, goesTo, sentWhen, names.join(', '), ''];
    }),
  );
});

test('the docs print the table by which mail is decided', () => {
  expect(tableAfter('intake rules')).toEqual(
    intakeRules.map((rule: IntakeRule) => [
      '',
      list(rule, 'sender'),
      list(rule, 'automatic'),
      list(rule, 'authentication'),
      list(rule, 'flood'),
      list(rule, 'thread'),
      list(rule, 'oldReply'),
      rule.then,
      rule.reason,
      '',
    ]),
  );
});

function list({ when }: IntakeRule, field: keyof IntakeFacts): string {
  return (when[field] ?? ['any']).join(', ');
}
