import type { Problem } from '../../domain/domain-error';
import {
  bodyOnly,
  mailTemplates,
  type MailTemplate,
  type MailTemplateKey,
  type MailTemplateValues,
  type MailTemplateWords,
} from '../../domain/mail/templates';
import { templateProblems, usesOf } from './check-template';
import type { TemplateVariables } from './known-path';
import { renderTemplate } from './template';
import { TemplateError } from './template-error';

export interface WrittenMail {
  /** Null where the subject is the ticket's. */
  subject: string | null;
  text: string;
  /** Why it has the standard words instead of the admin's; null when it has what it should. */
  problem: string | null;
}

/** A mail from its template; from the standard one when the admin's cannot be used. */
export function writeMail<K extends MailTemplateKey>(
  key: K,
  changed: MailTemplateWords | null,
  values: MailTemplateValues<K>,
): WrittenMail {
  const nested = nest(values);
  const standard: MailTemplate = mailTemplates[key];
  if (changed) {
    try {
      return { ...rendered(changed, nested), problem: null };
    } catch (error) {
      const problem = error instanceof Error ? error.message : String(error);
      return { ...rendered(standard, nested), problem };
    }
  }
  return { ...rendered(standard, nested), problem: null };
}

/**
 * Everything wrong with an admin's words, each with its path: what cannot be read, what is not
 * known, and what would fail where a value is missing.
 */
export function mailTemplateProblems(key: MailTemplateKey, words: MailTemplateWords): Problem[] {
  const template: MailTemplate = mailTemplates[key];
  const names = Object.keys(template.variables);
  const inSubject = names.filter((name) => !bodyOnly.includes(name));
  const found = [
    ...subjectProblems(template, words, known(inSubject)),
    ...at('body', templateProblems(words.body, 'text', known(names))),
  ];
  if (found.length > 0) return found;
  const carried = template.carries ? carrierProblems(words.body, template.carries) : [];
  return carried.length > 0 ? at('body', carried) : trialProblems(template, words);
}

/** The examples of a template, as values. */
export function exampleValues(key: MailTemplateKey): Record<string, string> {
  return { ...mailTemplates[key].variables };
}

function subjectProblems(
  template: MailTemplate,
  { subject }: MailTemplateWords,
  variables: TemplateVariables,
): Problem[] {
  if (template.subject === null) {
    return subject === null ? [] : at('subject', ['the subject is the ticket’s; leave it out']);
  }
  if (subject === null) return at('subject', ['this must not be empty']);
  return at('subject', templateProblems(subject, 'text', variables));
}

function carrierProblems(body: string, name: string): string[] {
  const { plain, all } = usesOf(body, name);
  if (plain === 0) return [`{{${name}}} must stand in it, outside of {{#if …}}`];
  return all > plain ? [`{{${name}}} can only stand by itself; it always has a value`] : [];
}

/** The words with every variable, and without each that may be missing. */
function trialProblems(template: MailTemplate, words: MailTemplateWords): Problem[] {
  const missing = subsetsOf(template.mayBeMissing ?? []);
  const found = missing.flatMap((without) => {
    const given = Object.entries(template.variables).map(
      ([name, example]) => [name, without.includes(name) ? null : example] as const,
    );
    const values = nest(Object.fromEntries(given));
    return (['subject', 'body'] as const).flatMap((path) => {
      const source = words[path];
      if (source === null) return [];
      try {
        const text = renderTemplate(source, 'text', values);
        return text.trim() === '' ? at(path, ['this must not be empty']) : [];
      } catch (error) {
        if (error instanceof TemplateError) return at(path, [error.message]);
        throw error;
      }
    });
  });
  return found.filter(
    (one, index) => found.findIndex(({ message }) => message === one.message) === index,
  );
}

function subsetsOf(names: readonly string[]): string[][] {
  return names.reduce<string[][]>(
    (subsets, name) => subsets.flatMap((one) => [one, [...one, name]]),
    [[]],
  );
}

function rendered(
  { subject, body }: MailTemplateWords,
  values: Record<string, unknown>,
): Omit<WrittenMail, 'problem'> {
  const text = renderTemplate(body, 'text', values).trim();
  if (text === '') throw new TemplateError('the mail would be empty');
  return { subject: subject === null ? null : renderTemplate(subject, 'text', values), text };
}

function known(names: readonly string[]): TemplateVariables {
  return nest(Object.fromEntries(names.map((name) => [name, 'value'] as const)));
}

/** Values by dotted names as the groups that templates reach into. */
function nest<V>(flat: Readonly<Record<string, V>>): { [name: string]: V } {
  const nested: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(flat)) {
    const [group, member] = name.split('.') as [string, string?];
    if (member === undefined) nested[group] = value;
    else nested[group] = { ...(nested[group] as object | undefined), [member]: value };
  }
  return nested as { [name: string]: V };
}

function at(path: string, messages: readonly string[]): Problem[] {
  return messages.map((message) => ({ path, message }));
}
