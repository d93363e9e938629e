/** What a custom field of a ticket holds; null, or no entry at all: it is not set. */
export type CustomFieldValue = string | number | boolean | string[] | null;

/** By the slug of the field. */
export type CustomFields = Record<string, CustomFieldValue>;

/** The fields after a patch: slugs left out stay, null removes one. */
export function patchFields(fields: CustomFields, patch: CustomFields): CustomFields {
  return Object.fromEntries(
    Object.entries({ ...fields, ...patch }).filter(([, value]) => value !== null),
  );
}

/** Of a patch only what it really changes, as it was and as it is. */
export function fieldsChanged(
  fields: CustomFields,
  patch: CustomFields,
): { from: CustomFields; to: CustomFields } {
  const before = (slug: string): CustomFieldValue => valueOf(fields, slug);
  const slugs = Object.keys(patch).filter((slug) => !sameValue(before(slug), valueOf(patch, slug)));
  return {
    from: Object.fromEntries(slugs.map((slug) => [slug, before(slug)])),
    to: Object.fromEntries(slugs.map((slug) => [slug, valueOf(patch, slug)])),
  };
}

/** Of the fields' own: a slug may be a word such as "constructor". */
export function valueOf(fields: CustomFields, slug: string): CustomFieldValue {
  return Object.hasOwn(fields, slug) ? (fields[slug] ?? null) : null;
}

function sameValue(a: CustomFieldValue, b: CustomFieldValue): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
