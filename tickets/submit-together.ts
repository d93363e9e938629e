import { inTransaction, type Database, type Transaction } from '../db/database';
import { holdTickets } from '../db/ticket-store';
import type { Command } from '../domain/ticket/command';
import { DomainError } from '../domain/domain-error';
import { submitWithin, type CommandContent, type Outcome } from './submit-command';

/** One of the commands; a refusal is thrown, so that none of them is stored. */
export type Submit = (
  command: Command,
  content?: CommandContent,
) => Promise<Extract<Outcome, { ok: true }>>;

/**
 * Commands on several tickets in one transaction: all of it is stored, or nothing. The tickets'
 * rows are held in the order of their numbers, so two that want the same ones queue up.
 */
export function submitTogether<T>(
  db: Database,
  numbers: readonly number[],
  work: (submit: Submit, transaction: Transaction) => Promise<T>,
): Promise<T> {
  return inTransaction(db, async (transaction) => {
    await holdTickets(db, numbers, transaction);
    return work(async (command, content = {}) => {
      const outcome = await submitWithin(db, command, content, transaction);
      if (outcome.ok) return outcome;
      const { code, message, problems } = outcome.refusal;
      throw new DomainError(code, message, problems);
    }, transaction);
  });
}
