import { z } from 'zod';
import {
  customFieldTypes,
  fieldTitleMaxLength,
  maxOptions,
  optionMaxLength,
} from '../../domain/custom-field/definition';
import { lineField, pageOf, time } from '../http/fields';

export const customFieldSchema = z
  .object({
    id: z.string(),
    slug: z.string().meta({ description: 'Never changes; names the field in tickets and Flows.' }),
    title: z.string(),
    type: z.enum(customFieldTypes),
    options: z.array(z.string()).meta({ description: 'Of select and multi_select.' }),
    required: z.boolean().meta({ description: 'Asked for when a ticket is opened by hand.' }),
    archivedAt: time.nullable(),
  })
  .meta({ id: 'CustomField' });

export const customFieldPage = pageOf(customFieldSchema);

export const customFieldsQuery = z.strictObject({});

const title = lineField(fieldTitleMaxLength);
const options = z
  .array(lineField(optionMaxLength))
  .max(maxOptions, `a field has at most ${maxOptions} options`)
  .refine((given) => new Set(given).size === given.length, 'name each option once');

export const newCustomFieldBody = z.strictObject({
  title,
  type: z.enum(customFieldTypes),
  options: options.optional(),
  required: z.boolean().optional(),
});

export const customFieldChangeBody = z
  .strictObject({
    title: title.optional(),
    options: options.optional(),
    required: z.boolean().optional(),
    archived: z.boolean().optional(),
    position: z.int().min(1).max(1_000).optional().meta({
      description: 'Its place among all fields, from 1.',
    }),
  })
  .refine((fields) => Object.keys(fields).length > 0, 'name at least one field to change');
