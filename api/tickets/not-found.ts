import { DomainError } from '../../domain/domain-error';

export function ticketNotFound(number: number): DomainError {
  return new DomainError('ticket-not-found', `There is no ticket ${number}.`);
}
