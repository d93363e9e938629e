/** The page of a contact or lead. */
export function personPath({ type, id }: { type: 'contact' | 'lead'; id: string }): string {
  return `/people/${type}s/${id}`;
}

/** The page of a company. */
export function accountPath(id: string): string {
  return `/people/accounts/${id}`;
}
