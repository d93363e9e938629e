import { z } from 'zod';
import { pageFields } from '../http/fields';

/** `?q=` over names and addresses, a page at a time. */
export const searchFields = {
  q: z.string().trim().min(1).max(200).optional().meta({
    description: 'Words in the name or the address.',
  }),
  ...pageFields,
};
export const searchQuery = z.strictObject(searchFields);

/** A change must change something. */
export function atLeastOneField(fields: object): boolean {
  return Object.keys(fields).length > 0;
}

export const nothingToChange = 'name at least one field to change';
