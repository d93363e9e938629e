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

/** The process's log. Fields that may hold a secret are blanked out, one level deep too. */
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
  };
  if (!forPeople) return pino(options, destination);
  return pino(
    options,
    pretty({ destination, ignore: 'pid,hostname', translateTime: 'HH:MM:ss', singleLine: true }),
  );
}

const secrets = [
  'password',
  'passwordHash',
  'secret',
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
