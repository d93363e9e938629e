import type { z } from 'zod';
import { DomainError, type Problem } from '../../domain/domain-error';
import { zodProblems } from '../../flows/language/zod-problems';

/** The value as the schema says it, or `invalid-input` with every problem and its path. */
export function parseInput<S extends z.ZodType>(schema: S, value: unknown): z.output<S> {
  const unstorable = textProblems(value, []);
  const parsed = schema.safeParse(value);
  if (parsed.success && unstorable.length === 0) return parsed.data;
  throw invalidInput([
    ...(parsed.success ? [] : placed(zodProblems(schema, value))),
    ...unstorable,
  ]);
}

/** A check on the whole says little once its parts are wrong. */
function placed(problems: Problem[]): Problem[] {
  const ofParts = problems.filter(({ path }) => path !== '');
  return ofParts.length > 0 ? ofParts : problems;
}

/** The refusal of an input that is well formed but says something impossible. */
export function invalidInput(problems: Problem[]): DomainError {
  const [first] = problems;
  const more = problems.length > 1 ? ` (and ${problems.length - 1} more)` : '';
  const where = first?.path ? `${first.path}: ` : '';
  return new DomainError('invalid-input', `${where}${first?.message ?? 'wrong'}${more}`, problems);
}

/** Text that Postgres cannot keep: NUL, and halves of surrogate pairs. */
function textProblems(value: unknown, path: string[]): Problem[] {
  if (typeof value === 'string') {
    if (!value.includes('\0') && value.isWellFormed()) return [];
    return [{ path: path.join('.'), message: 'this holds characters that are not text' }];
  }
  if (typeof value !== 'object' || value === null || Buffer.isBuffer(value)) return [];
  return Object.entries(value).flatMap(([key, inner]) => {
    const keyWrong = key.includes('\0') || !key.isWellFormed();
    return keyWrong ? textProblems(key, path) : textProblems(inner, [...path, key]);
  });
}
