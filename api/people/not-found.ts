import { DomainError } from '../../domain/domain-error';

/** The thing, or `not-found` when there is none. */
export function orNotFound<T>(found: T | null, noun: string): T {
  if (found !== null) return found;
  throw new DomainError('not-found', `There is no such ${noun}.`);
}

/** What removing came to, as an answer or a refusal. */
export function refuseRemoval(
  outcome: 'deleted' | 'missing' | 'in-use',
  noun: string,
  whyInUse: string,
): void {
  if (outcome === 'missing') orNotFound(null, noun);
  if (outcome === 'in-use') throw new DomainError('still-in-use', whyInUse);
}
