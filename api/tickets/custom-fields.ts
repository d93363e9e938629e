import { allCustomFields } from '../../db/custom-field-store';
import { customFieldProblems } from '../../domain/custom-field/check';
import type { CustomFields } from '../../domain/custom-field/value';
import type { ApiDeps } from '../deps';
import { invalidInput } from '../http/validate';

/** Refuses values that do not fit their fields; a new ticket must have the required ones. */
export async function checkCustomFields(
  { db }: ApiDeps,
  given: CustomFields | undefined,
  options: { demandRequired?: boolean; under?: string } = {},
): Promise<void> {
  if (!given && !options.demandRequired) return;
  const problems = customFieldProblems(await allCustomFields(db), given ?? {}, options);
  if (problems.length > 0) throw invalidInput(problems);
}
