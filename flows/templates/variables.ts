import type { CustomFieldDefinition } from '../../domain/custom-field/definition';
import type { TemplateVariables } from './check-template';

const person = { name: 'value', email: 'value' } as const;

/** What every template of a Flow can say; `steps` is added by the steps before. */
export const ticketVariables = {
  ticket: {
    number: 'value',
    title: 'value',
    description: 'value',
    status: 'value',
    priority: 'value',
    tags: 'list',
    source: 'value',
    url: 'value',
    createdAt: 'value',
    updatedAt: 'value',
  },
  requester: { ...person, type: 'value' },
  assignee: person,
  event: { type: 'value', at: 'value', seq: 'value', actor: { type: 'value', name: 'value' } },
  flow: { slug: 'value', title: 'value' },
  run: { id: 'value' },
} as const satisfies TemplateVariables;

/** The same with the custom fields of the installation as `ticket.fields.<slug>`. */
export function variablesWith(fields: readonly FieldNamed[]): TemplateVariables {
  const named = fields.map(({ slug, type }) => [slug, type === 'multi_select' ? 'list' : 'value']);
  const { ticket } = ticketVariables;
  return { ...ticketVariables, ticket: { ...ticket, fields: Object.fromEntries(named) } };
}

/** What a macro can say: of the ticket and its people as in Flows, and of who uses it. */
export function macroVariables(fields: readonly FieldNamed[]): TemplateVariables {
  const { ticket, requester, assignee } = variablesWith(fields);
  return { ticket: ticket!, requester: requester!, assignee: assignee!, agent: person };
}

export type FieldNamed = Pick<CustomFieldDefinition, 'slug' | 'type'>;
