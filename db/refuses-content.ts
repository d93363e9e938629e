import { DatabaseError } from 'sequelize';

/**
 * True when Postgres cannot store what it was given, and could store something else: SQLSTATE classes 22
 * (data exception) and 54 (program limit exceeded).
 */
export function refusesContent(error: unknown): boolean {
  if (!(error instanceof DatabaseError) || !('code' in error.parent)) return false;
  return /^(22|54)/.test(String(error.parent.code));
}
