import { z } from 'zod';
import {
  conditionFields,
  customFieldName,
  fieldNames,
  fieldOf,
  operatorsFor,
  type ConditionField,
} from '../../flows/engine/fields';
import { beginningTypes, isSideEvent } from '../../flows/engine/occurrence';
import { operators } from '../../flows/engine/operators';
import { allCustomFields } from '../../db/custom-field-store';
import { flowEventTypes, flowJsonSchema, languageVersion } from '../../flows/language/document';
import { blockHelpers, helperNames } from '../../flows/templates/helpers';
import { variablesFor } from '../../flows/templates/variables';
import { celFunctionNames, celFunctions } from '../../flows/values/cel';
import { actionManifests } from '../../plugins/actions';
import { defineRoute } from '../http/define-route';
import { ok } from '../http/reply';

const jsonSchema = z.record(z.string(), z.json());

const catalogueSchema = z
  .object({
    triggers: z.array(z.object({ event: z.string(), ofTicket: z.boolean() })),
    beginnings: z
      .array(z.enum(beginningTypes))
      .meta({ description: 'How a Flow is begun on purpose.' }),
    fields: z.array(
      z.object({
        field: z.string(),
        title: z.string(),
        type: z.string(),
        values: z.array(z.string()).optional(),
        operators: z.array(z.object({ operator: z.string(), takes: z.string() })),
      }),
    ),
    actions: z.array(
      z.object({
        use: z.string(),
        id: z.string(),
        version: z.int(),
        title: z.string(),
        description: z.string(),
        effect: z.enum(['read', 'internal', 'external']),
        outputKept: z
          .enum(['history', 'beside'])
          .meta({ description: 'Whether its answer stands in Temporal’s history too.' }),
        change: z
          .literal('ticket')
          .optional()
          .meta({ description: 'All that it does is change the ticket.' }),
        supersededBy: z
          .string()
          .optional()
          .meta({ description: 'A newer version, which new steps should use.' }),
        timeoutMs: z.int(),
        retry: z.record(z.string(), z.number()),
        input: jsonSchema,
        output: jsonSchema,
      }),
    ),
    templates: z.object({ variables: z.json(), helpers: z.array(z.string()) }),
    expressions: z.object({
      functions: z.array(z.object({ name: z.string(), example: z.string(), does: z.string() })),
    }),
    language: z.object({ version: z.int(), schema: jsonSchema }),
  })
  .meta({ id: 'Catalogue' });

/** What Flows are made of. Nothing is listed here: it all derives from the lists themselves. */
export const catalogueRoutes = [
  defineRoute({
    method: 'get',
    path: '/api/v1/catalogue',
    summary: 'Triggers, fields with their operators, actions with JSON Schemas, the Flow language',
    access: 'flows.read',
    responses: { 200: catalogueSchema },
    async handler({ deps }) {
      const custom = await allCustomFields(deps.db);
      const offered = custom.filter(({ archivedAt }) => !archivedAt);
      return ok({
        ...catalogue,
        fields: [
          ...catalogue.fields,
          ...offered.map((one) => described(customFieldName(one.slug), fieldOf(one))),
        ],
        templates: { ...catalogue.templates, variables: variablesFor({ customFields: custom }) },
      });
    },
  }),
];

const catalogue = {
  triggers: flowEventTypes.map((event) => ({ event, ofTicket: !isSideEvent(event) })),
  beginnings: beginningTypes,
  fields: fieldNames.map((field) => described(field, conditionFields[field])),
  actions: actionManifests,
  templates: { helpers: [...blockHelpers, ...helperNames] },
  expressions: {
    functions: celFunctionNames.map((name) => {
      const { example, does } = celFunctions[name];
      return { name, example, does };
    }),
  },
  language: { version: languageVersion, schema: flowJsonSchema() },
};

function described(field: string, known: ConditionField) {
  const { title, type, values } = known;
  return {
    field,
    title,
    type,
    ...(values ? { values: [...values] } : {}),
    operators: operatorsFor(known).map((operator) => ({
      operator,
      takes: operators[operator].takes,
    })),
  };
}
