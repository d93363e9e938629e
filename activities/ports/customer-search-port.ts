import type { Database } from '../../db/database';
import { findRequesterByEmail } from '../../db/directory-store';
import { findPeople } from '../../db/person-search-store';
import type { CustomerSearchPort } from '../../plugins/kit/action';

/** Contacts and leads, by what they exactly are. */
export function customerSearchPort(db: Database): CustomerSearchPort {
  return {
    async find({ email, name }) {
      const person =
        email === undefined
          ? await onlyOneNamed(db, name ?? '')
          : await findRequesterByEmail(db, email.trim());
      if (!person) return null;
      const { id, type, account } = person;
      return { id, type, accountId: account?.id ?? null, name: person.name, email: person.email };
    },
  };
}

/** Several people of one name are nobody in particular. */
async function onlyOneNamed(db: Database, name: string) {
  const wanted = name.trim().toLowerCase();
  const alike = await findPeople(db, wanted, 50);
  const named = alike.filter((person) => person.name?.trim().toLowerCase() === wanted);
  return named.length === 1 ? named[0]! : null;
}
