import pino, { type Logger } from 'pino';
import pretty from 'pino-pretty';
import type { logLevels } from './env';

export type { Logger } from 'pino';

export interface LoggerOptions {
  level: (typeof logLevels)[number];
  /** For people, in colour; JSON lines otherwise. Default: when standard output is a terminal. */
  forPeople?: boolean;
  /** Where lines go instead of standard output. */
  destination?: NodeJS.WritableStream;
}

/**
 * The process's log. Fields that may hold a secret are blanked out, one level deep too; of an error
 * only what it says is written, not the values that it happened with.
 */
export function createLogger({
  level,
  forPeople = process.stdout.isTTY === true,
  destination = process.stdout,
}: LoggerOptions): Logger {
  const options = {
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: { paths: redacted, censor: '[hidden]' },
    // Temporal's worker says `error` where we say `err`.
    serializers: { err: errorFields, error: errorFields },
  };
  if (!forPeople) return pino(options, destination);
  return pino(
    options,
    pretty({ destination, ignore: 'pid,hostname', translateTime: 'HH:MM:ss', singleLine: true }),
  );
}

/** Of what an error carries besides its words: no values, which a failed statement has all of. */
const errorDetails = ['code', 'constraint', 'syscall', 'address', 'port', 'sql'] as const;

function errorFields(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const { type, message, stack } = pino.stdSerializers.err(error);
  const facts = { ...causeOf(error), ...error } as Record<string, unknown>;
  const known = errorDetails.filter((name) => isPlain(facts[name]));
  return {
    type,
    message,
    stack,
    ...Object.fromEntries(known.map((name) => [name, facts[name]])),
    ...(error instanceof AggregateError ? { errors: error.errors.map(errorFields) } : {}),
  };
}

/** Sequelize keeps the database's own error, with its code, in `parent`. */
function causeOf(error: Error): object {
  const { parent } = error as { parent?: unknown };
  return parent instanceof Error ? parent : {};
}

function isPlain(value: unknown): boolean {
  return typeof value === 'string' || typeof value === 'number';
}

const secrets = [
  'password',
  'passwordHash',
  'secret',
  'secretKey',
  'token',
  'apiKey',
  'authorization',
  'cookie',
  'databaseUrl',
  'smtpUrl',
];

const redacted = [
  ...secrets.flatMap((name) => [name, `*.${name}`]),
  'req.headers.authorization',
  'req.headers.cookie',
  'res.headers["set-cookie"]',
];
