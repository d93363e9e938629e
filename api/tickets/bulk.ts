import type { Command, FieldChanges } from '../../domain/ticket/command';
import { DomainError } from '../../domain/domain-error';
import { maxTags } from '../../domain/ticket/ticket';
import { readTicket } from '../../tickets/read-ticket';
import type { AnyCall } from '../http/define-route';
import { commandIdOf } from '../http/idempotency';
import { problemOf } from '../http/problem';
import { ticketNotFound } from './not-found';
import { submitFor } from './submit';

/** The same fields for each, and tags to add to and to take from what each has. */
export interface BulkChange {
  fields: FieldChanges;
  addTags?: string[] | undefined;
  removeTags?: string[] | undefined;
  onlyIf?: Command['onlyIf'] | undefined;
}

export type BulkResult =
  | { number: number; ok: true; version: number }
  | { number: number; ok: false; status: number; code: string; detail: string };

/** Few enough that other requests still find a connection. */
const atOnce = 4;

/**
 * One command for each ticket, some at a time; results in the order asked. Stops with the error
 * when the database goes away: repeated with its Idempotency-Key it goes on where it stopped.
 */
export async function changeMany(
  call: AnyCall,
  numbers: readonly number[],
  change: BulkChange,
): Promise<BulkResult[]> {
  const results: BulkResult[] = [];
  const requestId = commandIdOf(call);
  let next = 0;

  const worker = async (): Promise<void> => {
    while (next < numbers.length) {
      const index = next++;
      results[index] = await changeOne(
        call,
        `${requestId}/${numbers[index]}`,
        numbers[index]!,
        change,
      );
    }
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, numbers.length) }, worker));
  return results;
}

async function changeOne(
  call: AnyCall,
  id: string,
  number: number,
  change: BulkChange,
): Promise<BulkResult> {
  try {
    const version = await (change.addTags || change.removeTags
      ? changeTags(call, id, number, change)
      : update(call, id, number, change));
    return { number, ok: true, version };
  } catch (error) {
    if (!(error instanceof DomainError) || error.code === 'idempotency-key-reused') throw error;
    const { status, code, detail } = problemOf(error).body;
    return { number, ok: false, status, code, detail };
  }
}

const attempts = 5;

/** Tags are decided on what the ticket has, so when it has moved on meanwhile, once more. */
async function changeTags(
  call: AnyCall,
  id: string,
  number: number,
  { fields, addTags = [], removeTags = [], onlyIf }: BulkChange,
): Promise<number> {
  for (let attempt = 1; ; attempt += 1) {
    const view = await readTicket(call.deps.db, number);
    if (!view) throw ticketNotFound(number);
    const kept = view.ticket.tags.filter((tag) => !removeTags.includes(tag));
    const tags = [...new Set([...kept, ...addTags])];
    if (tags.length > maxTags) {
      throw new DomainError('invalid-input', `A ticket has at most ${maxTags} tags.`);
    }
    try {
      const { version } = view.ticket;
      const asked = { fields: { ...fields, tags }, onlyIf };
      return await update(call, `${id}/${attempt}`, number, asked, version);
    } catch (error) {
      const movedOn = error instanceof DomainError && error.code === 'version-conflict';
      if (!movedOn || attempt === attempts) throw error;
    }
  }
}

async function update(
  call: AnyCall,
  id: string,
  number: number,
  { fields, onlyIf }: Pick<BulkChange, 'fields' | 'onlyIf'>,
  expectedVersion?: number,
): Promise<number> {
  const { ticket } = await submitFor(call, {
    id,
    ticket: number,
    change: { type: 'update', fields },
    ...(expectedVersion === undefined ? {} : { expectedVersion }),
    ...(onlyIf ? { onlyIf } : {}),
  });
  return ticket.version;
}
