import { UniqueConstraintError } from 'sequelize';
import { DomainError } from '../domain/domain-error';

/** Runs a write; a value that must be unique and is taken becomes `already-exists`. */
export async function orAlreadyExists<T>(
  path: string,
  sentence: string,
  write: () => Promise<T>,
): Promise<T> {
  try {
    return await write();
  } catch (error) {
    if (!(error instanceof UniqueConstraintError)) throw error;
    throw alreadyExists(path, sentence);
  }
}

export function alreadyExists(path: string, sentence: string): DomainError {
  return new DomainError('already-exists', sentence, [{ path, message: sentence }]);
}
