export const customFieldTypes = [
  'text',
  'number',
  'date',
  'select',
  'multi_select',
  'boolean',
  'link',
] as const;

export type CustomFieldType = (typeof customFieldTypes)[number];

/** A field that an administrator added to tickets. */
export interface CustomFieldDefinition {
  /** Made of the first title once; nothing ever changes it, since Flows and links name it. */
  slug: string;
  title: string;
  type: CustomFieldType;
  /** What a select or multi_select offers; empty for the others. */
  options: string[];
  required: boolean;
  /** An archived field is kept where it has a value and offered nowhere. */
  archivedAt: string | null;
}

export const fieldTitleMaxLength = 80;
export const optionMaxLength = 100;
export const maxOptions = 200;

/** True for the types whose values are taken from a list of options. */
export function hasOptions(type: CustomFieldType): boolean {
  return type === 'select' || type === 'multi_select';
}

/** The slug of a title: `Order number` is `order-number`; one that is taken gets a number. */
export function slugFor(title: string, taken: ReadonlySet<string>): string {
  const plain = title
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '')
    .slice(0, 50)
    .replace(/-$/, '');
  const base = /^[a-z]/.test(plain) ? plain : `field${plain && `-${plain}`}`;
  for (let count = 1; ; count += 1) {
    const slug = count === 1 ? base : `${base}-${count}`;
    if (!taken.has(slug)) return slug;
  }
}
