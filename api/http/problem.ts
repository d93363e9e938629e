import { STATUS_CODES } from 'node:http';
import { isDatabaseAway } from '../../db/database-away';
import { refersToNothing } from '../../db/refers-to-nothing';
import { DomainError, type Problem } from '../../domain/domain-error';

/** RFC 9457 `application/problem+json`. `code` is for programs, `detail` for people. */
export interface ProblemBody {
  type: 'about:blank';
  title: string;
  status: number;
  detail: string;
  code: string;
  /** The request's id, to find it in the log. */
  instance?: string;
  problems?: readonly Problem[];
  /** What else a program may want to know; its shape depends on the code. */
  details?: object;
}

/**
 * Which HTTP status a code gets; nothing else decides it. A code that is not listed is a request
 * that is well formed and cannot be done as asked: 422.
 */
const statusOfCode: Record<string, number> = {
  'malformed-request': 400,
  'malformed-json': 400,
  'not-readable': 400,
  'sign-in-needed': 401,
  'wrong-credentials': 401,
  'wrong-mail-address': 401,
  'signature-missing': 401,
  'wrong-signature': 401,
  'request-too-old': 401,
  'wrong-topic': 401,
  'not-allowed': 403,
  'cross-site-request': 403,
  'not-found': 404,
  'ticket-not-found': 404,
  'conversation-not-found': 404,
  'link-not-found': 404,
  'flow-not-found': 404,
  'flow-run-not-found': 404,
  'method-not-allowed': 405,
  // A conflict with the state that things are in now: the same request may be right later.
  'ticket-closed': 409,
  'ticket-merged': 409,
  'flow-off': 409,
  'flow-not-manual': 409,
  'flow-run-too-long': 409,
  'flow-without-webhook': 409,
  'not-asked': 409,
  'approval-ended': 409,
  'approval-answered': 409,
  'snooze-not-possible': 422,
  'ticket-in-bin': 409,
  'ticket-not-in-bin': 409,
  'ticket-in-use': 409,
  'ticket-not-merged': 409,
  'too-many-links': 409,
  'messages-stay': 409,
  'message-stays-inside': 409,
  'status-move-not-allowed': 409,
  'already-exists': 409,
  'already-escalated': 409,
  'conversation-too-long': 409,
  'still-in-use': 409,
  'lead-converted': 409,
  'last-admin': 409,
  'mail-not-held': 409,
  'mail-already-processed': 409,
  'message-gone': 409,
  'no-mailbox': 409,
  'mail-not-readable': 422,
  'domain-not-verified': 409,
  'ticket-moved-on': 409,
  'flow-moved-on': 409,
  'flow-archived': 409,
  'flow-not-published': 409,
  'reply-already-sent': 409,
  'reply-not-failed': 409,
  'reply-came-back': 409,
  'version-conflict': 412,
  'too-large': 413,
  'content-type-not-supported': 415,
  'invalid-input': 422,
  'idempotency-key-reused': 422,
  'too-many-requests': 429,
  'internal-error': 500,
  'database-away': 503,
  'engine-away': 503,
  'took-too-long': 503,
  'mail-service-away': 503,
  'too-busy': 503,
  'shutting-down': 503,
};

/** What a failed request is answered: the problem, and seconds to wait before trying again. */
export function problemOf(error: unknown): { body: ProblemBody; retryAfter?: number } {
  if (error instanceof DomainError) return fromDomain(error);
  if (isDatabaseAway(error)) {
    return fromDomain(
      new DomainError(
        'database-away',
        'The database is away; nothing that was confirmed is lost. Try again in a moment, with the same Idempotency-Key.',
      ),
    );
  }
  if (refersToNothing(error)) {
    return fromDomain(
      new DomainError(
        'invalid-input',
        'Something that this request names was removed a moment ago; look again and choose another.',
      ),
    );
  }
  const parsing = fromParser(error);
  if (parsing) return fromDomain(parsing);
  if (error instanceof Error && error.name === 'EngineAway') {
    return fromDomain(
      new DomainError('engine-away', 'The workflow engine is away; try again in a moment.'),
    );
  }
  return fromDomain(
    new DomainError(
      'internal-error',
      'Something went wrong here; the log knows this request’s id.',
    ),
  );
}

function fromDomain({
  code,
  message,
  problems,
  details,
}: DomainError): ReturnType<typeof problemOf> {
  const status = statusOfCode[code] ?? 422;
  return {
    body: {
      type: 'about:blank',
      title: STATUS_CODES[status] ?? 'Problem',
      status,
      detail: message,
      code,
      ...(problems.length > 0 ? { problems } : {}),
      ...(details ? { details } : {}),
    },
    ...(status === 503 ? { retryAfter: 2 } : {}),
  };
}

/** What Express and its body parser throw: `status` with a `type` (body-parser's README, Errors). */
function fromParser(error: unknown): DomainError | null {
  if (!(error instanceof Error)) return null;
  const { status, type } = error as { status?: unknown; type?: unknown };
  if (type === 'entity.parse.failed') {
    return new DomainError('malformed-json', `The body is not JSON: ${error.message}`);
  }
  if (type === 'entity.too.large') {
    return new DomainError('too-large', 'The body is larger than this route takes.');
  }
  if (type === 'charset.unsupported' || type === 'encoding.unsupported') {
    return new DomainError('content-type-not-supported', 'Send the body as UTF-8.');
  }
  if (typeof status === 'number' && status >= 400 && status < 500) {
    return new DomainError('malformed-request', 'The request cannot be read.');
  }
  return null;
}
