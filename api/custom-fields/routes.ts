import {
  allCustomFields,
  createCustomField,
  updateCustomField,
  type CustomField,
} from '../../db/custom-field-store';
import { DomainError } from '../../domain/domain-error';
import { hasOptions, type CustomFieldType } from '../../domain/custom-field/definition';
import type { ApiDeps } from '../deps';
import { defineRoute } from '../http/define-route';
import { idParams } from '../http/fields';
import { once } from '../http/idempotency';
import { created, ok } from '../http/reply';
import { invalidInput } from '../http/validate';
import {
  customFieldChangeBody,
  customFieldPage,
  customFieldSchema,
  customFieldsQuery,
  newCustomFieldBody,
} from './schema';

const one = '/api/v1/custom-fields/:id';

export const customFieldRoutes = [
  defineRoute({
    method: 'get',
    path: '/api/v1/custom-fields',
    summary: 'The custom fields of tickets in their order, archived ones too',
    access: 'custom-fields.read',
    query: customFieldsQuery,
    responses: { 200: customFieldPage },
    handler: async ({ deps }) => ok({ items: await allCustomFields(deps.db), nextCursor: null }),
  }),
  defineRoute({
    method: 'post',
    path: '/api/v1/custom-fields',
    summary: 'Add a custom field; its slug is made of the title',
    access: 'custom-fields.write',
    body: newCustomFieldBody,
    responses: { 201: customFieldSchema },
    async handler(call) {
      const { title, type, options = [], required = false } = call.body;
      checkOptions(type, options);
      return once(call, async (transaction) => {
        const asked = { title, type, options, required };
        const field = await createCustomField(call.deps.db, asked, transaction);
        return created(field, { Location: `/api/v1/custom-fields/${field.id}` });
      });
    },
  }),
  defineRoute({
    method: 'get',
    path: one,
    summary: 'One custom field',
    access: 'custom-fields.read',
    params: idParams,
    responses: { 200: customFieldSchema },
    handler: async ({ deps, params: { id } }) => ok(await fieldWith(deps, id)),
  }),
  defineRoute({
    method: 'patch',
    path: one,
    summary: 'Change, move, archive or restore a custom field',
    access: 'custom-fields.write',
    params: idParams,
    body: customFieldChangeBody,
    responses: { 200: customFieldSchema },
    async handler(call) {
      const { deps, params, body } = call;
      const field = await fieldWith(deps, params.id);
      if (body.options) checkOptions(field.type, body.options);
      return once(call, async (transaction) =>
        ok((await updateCustomField(deps.db, params.id, body, transaction)) ?? field),
      );
    },
  }),
];

async function fieldWith({ db }: ApiDeps, id: string): Promise<CustomField> {
  const field = (await allCustomFields(db)).find((known) => known.id === id);
  if (!field) throw new DomainError('not-found', `There is no custom field ${id}.`);
  return field;
}

function checkOptions(type: CustomFieldType, options: readonly string[]): void {
  const path = 'options';
  if (hasOptions(type) && options.length === 0) {
    throw invalidInput([{ path, message: 'name at least one option' }]);
  }
  if (!hasOptions(type) && options.length > 0) {
    throw invalidInput([{ path, message: `a ${type} field has no options` }]);
  }
}
