import type { z } from 'zod';
import type { ChangedMailTemplate } from '../../db/mail-template-store';
import {
  bodyOnly,
  mailTemplates,
  type MailTemplate,
  type MailTemplateKey,
} from '../../domain/mail/templates';
import type { mailTemplateSchema } from './schema';

/** A template with the words that are in use, the standard ones, and what it may say. */
export function presentMailTemplate(
  key: MailTemplateKey,
  changed: ChangedMailTemplate | null,
): z.output<typeof mailTemplateSchema> {
  const { goesTo, sentWhen, subject, body, variables, mayBeMissing, carries }: MailTemplate =
    mailTemplates[key];
  const standard = { subject, body };
  return {
    key,
    goesTo,
    sentWhen,
    ...(changed ? { subject: changed.subject, body: changed.body } : standard),
    standard,
    isChanged: changed !== null,
    updatedAt: changed?.updatedAt.toISOString() ?? null,
    updatedBy: changed?.updatedBy ?? null,
    variables: Object.entries(variables).map(([name, example]) => ({
      name,
      example,
      mayBeMissing: mayBeMissing?.includes(name) ?? false,
      isNeeded: name === carries,
      inSubject: subject !== null && !bodyOnly.includes(name),
    })),
  };
}
