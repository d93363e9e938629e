import { ForeignKeyConstraintError } from 'sequelize';

/** True when a row was not stored because what it refers to was removed a moment ago. */
export function refersToNothing(error: unknown): boolean {
  if (!(error instanceof ForeignKeyConstraintError)) return false;
  // The other side of a foreign key says "update or delete": what still is referred to stays.
  return error.parent.message.startsWith('insert or update');
}
