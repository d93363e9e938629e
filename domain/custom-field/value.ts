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
  const slugs = Object.keys(patch).filter((slug) => !sameValue(fields[slug], patch[slug]));
  return {
    from: Object.fromEntries(slugs.map((slug) => [slug, fields[slug] ?? null])),
    to: Object.fromEntries(slugs.map((slug) => [slug, patch[slug] ?? null])),
  };
}

function sameValue(a: CustomFieldValue | undefined, b: CustomFieldValue | undefined): boolean {
  return JSON.stringify(a ?? null) === JSON.stringify(b ?? null);
}
