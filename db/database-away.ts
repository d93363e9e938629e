import {
  ConnectionAcquireTimeoutError,
  ConnectionError,
  DatabaseError,
  TimeoutError,
} from 'sequelize';

/**
 * True when a statement failed because Postgres is away, starting, stopping or out of
 * connections, and not because of its content. Whether a commit under way was stored is then
 * unknown: repeat with the same command id.
 */
export function isDatabaseAway(error: unknown): boolean {
  for (let cause: unknown = error; cause instanceof Error; cause = causeOf(cause)) {
    if (cause instanceof ConnectionError || cause instanceof ConnectionAcquireTimeoutError) {
      return true;
    }
    if (cause instanceof TimeoutError) return true;
    const { code } = cause as { code?: unknown };
    if (typeof code === 'string' && isAwayCode(code)) return true;
    if (/Connection terminated|connection timeout|not queryable/i.test(cause.message)) return true;
  }
  return false;
}

function causeOf(error: Error): unknown {
  return error instanceof DatabaseError ? error.parent : error.cause;
}

/** SQLSTATE classes (PostgreSQL manual, appendix A) and Node's own codes. */
function isAwayCode(code: string): boolean {
  const sqlStates = /^(08...|57P0[1-5]|53300|25006)$/;
  const systemCodes = /^(ECONNREFUSED|ECONNRESET|EPIPE|ENOENT|ETIMEDOUT|ENOTFOUND|EAI_AGAIN)$/;
  return sqlStates.test(code) || systemCodes.test(code);
}
