import type { z } from 'zod';
import {
  findMailTemplate,
  listMailTemplates,
  removeMailTemplate,
  storeMailTemplate,
} from '../../db/mail-template-store';
import {
  mailTemplateKeys,
  type MailTemplateKey,
  type MailTemplateWords,
} from '../../domain/mail/templates';
import { mailTemplateProblems } from '../../flows/templates/mail-template';
import { previewTemplate } from '../../mail/preview-template';
import { defineRoute } from '../http/define-route';
import { once } from '../http/idempotency';
import { noContent, ok, problem } from '../http/reply';
import { invalidInput } from '../http/validate';
import { presentMailTemplate } from './present';
import {
  mailPreviewBody,
  mailPreviewSchema,
  mailTemplateBody,
  mailTemplatePage,
  mailTemplateParams,
  mailTemplateSchema,
} from './schema';

const one = '/api/v1/mail-templates/:key';

/** The words of every mail that the product writes. */
export const mailTemplateRoutes = [
  defineRoute({
    method: 'get',
    path: '/api/v1/mail-templates',
    summary: 'The words of every mail that the product writes',
    access: 'mail-templates.manage',
    responses: { 200: mailTemplatePage },
    async handler({ deps }) {
      const changed = new Map((await listMailTemplates(deps.db)).map((one) => [one.key, one]));
      const items = mailTemplateKeys.map((key) =>
        presentMailTemplate(key, changed.get(key) ?? null),
      );
      return ok({ items, nextCursor: null });
    },
  }),
  defineRoute({
    method: 'get',
    path: one,
    summary: 'The words of one kind of mail, with the variables that it may name',
    access: 'mail-templates.manage',
    params: mailTemplateParams,
    responses: { 200: mailTemplateSchema },
    async handler({ deps, params: { key } }) {
      return ok(presentMailTemplate(key, await findMailTemplate(deps.db, key)));
    },
  }),
  defineRoute({
    method: 'put',
    path: one,
    summary: 'Put other words in place; mails that are queued already keep theirs',
    access: 'mail-templates.manage',
    params: mailTemplateParams,
    body: mailTemplateBody,
    responses: { 200: mailTemplateSchema },
    async handler(call) {
      const { deps, params, principal } = call;
      const words = checked(params.key, call.body);
      return once(call, async (transaction) => {
        const fields = { key: params.key, ...words, updatedBy: principal.name };
        const changed = await storeMailTemplate(deps.db, fields, transaction);
        return ok(presentMailTemplate(params.key, changed));
      });
    },
  }),
  defineRoute({
    method: 'delete',
    path: one,
    summary: 'Back to the standard words',
    access: 'mail-templates.manage',
    params: mailTemplateParams,
    responses: { 204: null },
    handler: (call) =>
      once(call, async (transaction) => {
        await removeMailTemplate(call.deps.db, call.params.key, transaction);
        return noContent();
      }),
  }),
  defineRoute({
    method: 'post',
    path: `${one}/preview`,
    summary: 'A mail in these words, with example values or those of a ticket; nothing is stored',
    access: 'mail-templates.manage',
    params: mailTemplateParams,
    body: mailPreviewBody,
    responses: { 200: mailPreviewSchema },
    async handler({ deps, params: { key }, body: { ticket, ...words } }) {
      const preview = await previewTemplate(deps.db, key, checked(key, words), ticket);
      if (!preview) throw invalidInput([problem('ticket', `there is no ticket ${ticket}`)]);
      return ok(preview);
    },
  }),
];

/** Throws `invalid-input` with everything that is wrong, and where. */
function checked(
  key: MailTemplateKey,
  words: z.output<typeof mailTemplateBody>,
): MailTemplateWords {
  const problems = mailTemplateProblems(key, words);
  if (problems.length > 0) throw invalidInput(problems);
  return words;
}
