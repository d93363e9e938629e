import type { FieldChanges } from '../../domain/ticket/command';
import { DomainError } from '../../domain/domain-error';
import type { AnyCall } from '../http/define-route';
import { commandIdOf } from '../http/idempotency';
import { problemOf } from '../http/problem';
import { submitFor } from './submit';

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
  fields: FieldChanges,
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
        fields,
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
  fields: FieldChanges,
): Promise<BulkResult> {
  try {
    const change = { type: 'update' as const, fields };
    const { ticket } = await submitFor(call, { id, ticket: number, change });
    return { number, ok: true, version: ticket.version };
  } catch (error) {
    if (!(error instanceof DomainError) || error.code === 'idempotency-key-reused') throw error;
    const { status, code, detail } = problemOf(error).body;
    return { number, ok: false, status, code, detail };
  }
}
