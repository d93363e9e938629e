import { createHash, randomUUID } from 'node:crypto';
import { answerOnce } from '../../db/idempotency-store';
import type { Transaction } from '../../db/database';
import { DomainError } from '../../domain/domain-error';
import type { AnyCall } from './define-route';
import { callerOf } from './principal';
import type { Reply } from './reply';

/**
 * The id of the command that a request asks for: the same for the same caller and
 * Idempotency-Key, a new one without a key. `part` tells apart the commands of one request.
 */
export function commandIdOf(call: AnyCall, part = ''): string {
  const key = keyOf(call);
  const name = key === null ? randomUUID() : sha256(`${callerOf(call.principal)}\n${key}`);
  return `api/${name}${part && `/${part}`}`;
}

/** What must be the same when a key comes again: method, path and body. None without a key. */
export function requestHashOf(call: AnyCall): string | undefined {
  if (keyOf(call) === null) return undefined;
  const { req, rawBody } = call;
  const body = rawBody.length > 0 ? sha256(rawBody) : canonical(req.body);
  return sha256(`${req.method} ${req.path}\n${body}`);
}

/**
 * For changes that are no commands: `work` runs in one transaction with the note that its answer
 * was given, and a repeated request gets that answer.
 */
export async function once(
  call: AnyCall,
  work: (transaction: Transaction) => Promise<Reply>,
): Promise<Reply> {
  const answered = await answerOnce<Reply>(
    call.deps.db,
    keyOf(call) === null ? null : { id: commandIdOf(call), requestHash: requestHashOf(call)! },
    work,
  );
  if (answered !== 'reused') return answered;
  throw new DomainError(
    'idempotency-key-reused',
    'This Idempotency-Key came with another request before; use a new key.',
  );
}

/** The key without the quotes that the expired IETF draft wanted around it. */
function keyOf({ req }: AnyCall): string | null {
  const header = req.get('idempotency-key')?.trim();
  if (!header) return null;
  return /^".*"$/.test(header) ? header.slice(1, -1) : header;
}

/** JSON with its keys in order: the same content written differently is the same request. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}

function sha256(value: string | Buffer): string {
  return createHash('sha256').update(value).digest('hex');
}
