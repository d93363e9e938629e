import type { CustomFieldDefinition } from '../../domain/custom-field/definition';
import type { TemplateVariables } from './known-path';

const person = { name: 'value', email: 'value' } as const;

/** What is known of a ticket and its people. */
export const ticketVariables = {
  ticket: {
    number: 'value',
    title: 'value',
    description: 'value',
    status: 'value',
    priority: 'value',
    team: 'value',
    tags: 'list',
    source: 'value',
    escalation: 'value',
    rating: 'value',
    ratingComment: 'value',
    url: 'value',
    createdAt: 'value',
    updatedAt: 'value',
  },
  requester: { id: 'value', ...person, type: 'value' },
  assignee: { id: 'value', ...person },
  account: { id: 'value', name: 'value' },
} as const satisfies TemplateVariables;

/** The message that the event of a run is about. */
const messageVariables = {
  id: 'value',
  kind: 'value',
  subject: 'value',
  text: 'value',
  automatic: 'value',
  from: { type: 'value', ...person },
} as const satisfies TemplateVariables;

const eventVariables = {
  type: 'value',
  at: 'value',
  seq: 'value',
  actor: { type: 'value', name: 'value' },
} as const satisfies TemplateVariables;

/** What is known at a place in a Flow. */
export interface KnownHere {
  customFields: readonly FieldNamed[];
  /** What the steps before answer, by step id: names, or what each of them holds. */
  outputs?: ReadonlyMap<string, readonly string[] | TemplateVariables>;
  /** The names that `set` steps before have given values to. */
  vars?: readonly string[];
  /** The inputs of the Flow; `any` where a webhook starts it, whose body may say anything. */
  inputs?: readonly string[] | 'any';
  /** The ids of the `for` steps around, the outermost first. */
  loops?: readonly string[];
  /** False where a run may have no ticket. */
  hasTicket?: boolean;
  /** False where no event that starts the Flow brings a message; as `hasTicket` when left out. */
  hasMessage?: boolean;
}

/** Everything that values, templates and expressions can name at a place in a Flow. */
export function variablesFor({
  customFields,
  outputs = new Map(),
  vars = [],
  inputs = [],
  loops = [],
  hasTicket = true,
  hasMessage = hasTicket,
}: KnownHere): TemplateVariables {
  const { type, at, actor } = eventVariables;
  return {
    ...(hasTicket ? withFields(customFields) : {}),
    event: hasTicket ? eventVariables : { type, at, actor, data: 'any' },
    ...(hasMessage ? { message: messageVariables } : {}),
    flow: { slug: 'value', title: 'value' },
    run: { id: 'value' },
    steps: Object.fromEntries([...outputs].map(([id, known]) => [id, named(known)])),
    vars: named(vars),
    inputs: inputs === 'any' ? 'any' : named(inputs),
    ...(loops.length > 0 ? inLoops(loops) : {}),
    now: 'value',
  };
}

/** What a macro can say: of the ticket and its people as in Flows, and of who uses it. */
export function macroVariables(customFields: readonly FieldNamed[]): TemplateVariables {
  return { ...withFields(customFields), agent: person };
}

export type FieldNamed = Pick<CustomFieldDefinition, 'slug' | 'type'>;

/** The ticket with the custom fields of the installation as `ticket.fields.<slug>`. */
function withFields(fields: readonly FieldNamed[]): TemplateVariables {
  const slugs = fields.map(({ slug, type }) => [slug, type === 'multi_select' ? 'list' : 'value']);
  const { ticket } = ticketVariables;
  return { ...ticketVariables, ticket: { ...ticket, fields: Object.fromEntries(slugs) } };
}

function inLoops(ids: readonly string[]): TemplateVariables {
  const one = { item: 'any', index: 'value' } as const;
  return { ...one, loops: Object.fromEntries(ids.map((id) => [id, one])) };
}

function named(known: readonly string[] | TemplateVariables): TemplateVariables {
  if (!isNames(known)) return known;
  return Object.fromEntries(known.map((name) => [name, 'any']));
}

function isNames(known: readonly string[] | TemplateVariables): known is readonly string[] {
  return Array.isArray(known);
}
