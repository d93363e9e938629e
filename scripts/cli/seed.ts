import { parseArgs } from 'node:util';
import { DomainError } from '../../domain/domain-error';
import { seedTickets } from '../../tickets/seed/seed-tickets';
import type { CliCommand } from './command';
import { progressBar } from './progress-bar';

const most = 10_000_000;

export const seedCommand: CliCommand = {
  name: 'seed',
  usage: '[--tickets NUMBER] [--messages NUMBER]',
  summary: 'adds made-up tickets (100,000 with 1,000,000 messages), to try a desk at that size',
  parse(args) {
    const options = {
      tickets: { type: 'string', default: '100000' },
      messages: { type: 'string' },
    } as const;
    const { values } = parseArgs({ args, options });
    const tickets = count('--tickets', values.tickets, 1);
    const messages = count('--messages', values.messages ?? `${tickets * 10}`, tickets);
    return async ({ database, print }) => {
      const db = await database();
      const bar = progressBar('tickets', tickets);
      await seedTickets(db, { tickets, messages }, bar.at);
      bar.end();
      print(`${tickets} tickets with ${messages} messages were added.`);
    };
  },
};

/** A ticket has at least its description, so `least` messages are as many as tickets. */
function count(option: string, given: string, least: number): number {
  const number = Number(given);
  if (!Number.isInteger(number) || number < least || number > most) {
    throw new DomainError('usage', `${option} must be a whole number from ${least} to ${most}`);
  }
  return number;
}
