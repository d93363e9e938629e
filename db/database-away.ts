import { ConnectionAcquireTimeoutError, ConnectionError, TimeoutError } from 'sequelize';

/**
 * True when a statement failed because Postgres is away, starting, stopping or out of
 * connections, and not because of its content. Whether a commit under way was stored is then
 * unknown: repeat with the same command id.
 */
export function isDatabaseAway(error: unknown): boolean {
  for (let cause = error; isObject(cause); cause = cause['parent'] ?? cause['cause']) {
    if (awayErrors.some((kind) => cause instanceof kind)) return true;
    const { code, message } = cause;
    if (typeof code === 'string' && isAwayCode(code)) return true;
    if (typeof message === 'string' && awayMessages.test(message)) return true;
  }
  return false;
}

const awayErrors = [ConnectionError, ConnectionAcquireTimeoutError, TimeoutError];
const awayMessages = /Connection terminated|connection timeout|not queryable|connection error/i;

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

/** SQLSTATE classes (PostgreSQL manual, appendix A) and Node's own codes. */
function isAwayCode(code: string): boolean {
  const sqlStates = /^(08...|57P0[1-5]|53300|25006)$/;
  const systemCodes = /^(ECONNREFUSED|ECONNRESET|EPIPE|ENOENT|ETIMEDOUT|ENOTFOUND|EAI_AGAIN)$/;
  return sqlStates.test(code) || systemCodes.test(code);
}
