import { z } from 'zod';
import type { Command } from '../../domain/ticket/command';
import { DomainError } from '../../domain/domain-error';
import type { PairRequest } from '../../tickets/merge-tickets';
import { submitCommand, type CommandContent, type Outcome } from '../../tickets/submit-command';
import type { AnyCall } from '../http/define-route';
import { commandIdOf, requestHashOf } from '../http/idempotency';
import { actorOf } from '../http/principal';

/** Submits a command for whoever asks; a refusal is thrown with its code. */
export async function submitFor(
  call: AnyCall,
  command: Omit<Command, 'actor'>,
  content: Omit<CommandContent, 'requestHash'> = {},
): Promise<Extract<Outcome, { ok: true }>> {
  const outcome = await submitCommand(
    call.deps.db,
    { ...command, actor: actorOf(call.principal) },
    { ...content, requestHash: requestHashOf(call) },
  );
  if (outcome.ok) return outcome;
  const { code, message, problems } = outcome.refusal;
  throw new DomainError(code, message, problems);
}

/** For what is several commands in one transaction: who asks, and the id that theirs begin with. */
export function pairRequestOf(call: AnyCall): PairRequest {
  return {
    id: commandIdOf(call),
    requestHash: requestHashOf(call),
    actor: actorOf(call.principal),
  };
}

export const ifMatchHeader = z.object({
  'If-Match': z.string().optional().meta({ description: 'The ETag you read; 412 when it is old.' }),
});

/** The version that If-Match (RFC 9110, 13.1.1) wants the ticket to have; undefined: any. */
export function expectedVersion({ req }: AnyCall): { expectedVersion?: number } {
  const header = req.get('if-match')?.trim();
  if (!header || header === '*') return {};
  const [, version] = /^"?(\d{1,9})"?$/.exec(header) ?? [];
  if (version) return { expectedVersion: Number(version) };
  throw new DomainError(
    'version-conflict',
    'If-Match must be the ETag of the ticket as you read it, such as "7".',
  );
}
