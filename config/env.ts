import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';
import { z } from 'zod';
import { DomainError } from '../domain/domain-error';

/** What the environment says, checked. `undefined` means: the product brings its own. */
export type Environment = ReturnType<typeof parseEnvironment>;

export const logLevels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;
export const roles = ['all', 'api', 'worker'] as const;

const variables = z.object({
  /** Address that HTTP and SMTP listen on. */
  HOST: z.string().default('127.0.0.1'),
  PORT: port().default(3000),
  SMTP_PORT: port().default(2525),
  /** SMTP port of the local mail catcher; 0: any free port. */
  CATCHER_PORT: port().default(0),
  DATA_DIR: z.string().default('.data'),
  DATABASE_URL: url(
    ['postgres:', 'postgresql:'],
    'postgres://user:password@host:5432/name',
  ).optional(),
  TEMPORAL_ADDRESS: z
    .string()
    .refine(isHostAndPort, 'must be host:port, for example localhost:7233')
    .optional(),
  TEMPORAL_NAMESPACE: z.string().default('default'),
  TEMPORAL_CLI_PATH: z.string().optional(),
  TEMPORAL_TLS: flag().optional(),
  TEMPORAL_API_KEY: z.string().optional(),
  SMTP_URL: url(['smtp:', 'smtps:'], 'smtp://user:password@host:587').optional(),
  SECRET_KEY: z.string().min(16, 'must have at least 16 characters').optional(),
  DNS_SERVERS: list(
    (server) => isIP(server.replace(/:\d{1,5}$/, '')) !== 0,
    'must be IP addresses with or without a port, such as 1.1.1.1,127.0.0.1:5353',
  ).default([]),
  MAIL_RELAYS: list(
    ipaddr.isValidCIDR,
    'must be networks such as 127.0.0.0/8,10.1.0.0/16, or the word none',
  ).default(['127.0.0.0/8', '::1/128']),
  MAIL_AUTHSERV_IDS: list(
    (name) => /^[\w.-]+$/.test(name),
    'must be names of mail servers such as mx.google.com,mail.example.com',
  ).default([]),
  MAIL_CATCHER: flag().default(false),
  SMTP_TLS_CERT: z.string().optional(),
  SMTP_TLS_KEY: z.string().optional(),
  PUBLIC_URL: url(['http:', 'https:'], 'https://desk.example.com').optional(),
  ADMIN_EMAIL: z
    .email('must be an e-mail address, for example admin@example.com')
    .default('admin@example.com'),
  ADMIN_PASSWORD: z.string().min(8, 'must have at least 8 characters').optional(),
  DEMO_DATA: flag().optional(),
  FLOWS_PRIVATE_ADDRESSES: flag().default(true),
  BIN_DAYS: z
    .string()
    .regex(/^[1-9]\d{0,3}$/, 'must be a number of days from 1 to 9999')
    .transform(Number)
    .default(30),
  LOG_LEVEL: oneOf(logLevels).default('info'),
  ROLE: oneOf(roles).default('all'),
});

/**
 * Reads the environment variables of API.md. An empty variable counts as unset. Throws one
 * `DomainError('environment-wrong')` with every problem: `path` is the variable's name.
 */
export function parseEnvironment(environment: Record<string, string | undefined>) {
  const given = Object.fromEntries(
    Object.entries(environment).filter(([, value]) => value !== undefined && value.trim() !== ''),
  );
  const parsed = variables.safeParse(given);
  const problems = parsed.success
    ? [...missingForRole(parsed.data), ...halfOfCertificate(parsed.data)]
    : parsed.error.issues.map((issue) => ({ path: String(issue.path[0]), message: issue.message }));
  if (!parsed.success || problems.length > 0) {
    const list = problems.map(({ path, message }) => `  ${path} ${message}`).join('\n');
    throw new DomainError(
      'environment-wrong',
      `These environment variables need your attention:\n${list}`,
      problems,
    );
  }

  const all = parsed.data;
  return {
    host: all.HOST,
    port: all.PORT,
    smtpPort: all.SMTP_PORT,
    catcherPort: all.CATCHER_PORT,
    dataDir: all.DATA_DIR,
    databaseUrl: all.DATABASE_URL,
    temporal: {
      address: all.TEMPORAL_ADDRESS,
      namespace: all.TEMPORAL_NAMESPACE,
      cliPath: all.TEMPORAL_CLI_PATH,
      /** Temporal Cloud's API keys need TLS, so a key switches it on. */
      tls: all.TEMPORAL_TLS ?? all.TEMPORAL_API_KEY !== undefined,
      apiKey: all.TEMPORAL_API_KEY,
    },
    smtpUrl: all.SMTP_URL,
    /** Whether SMTP_URL is a catcher that delivers nothing, so that any domain may send. */
    mailCatcher: all.MAIL_CATCHER,
    /** Files of the certificate and key for STARTTLS; undefined: it is not offered. */
    smtpTls:
      all.SMTP_TLS_CERT && all.SMTP_TLS_KEY
        ? { certFile: all.SMTP_TLS_CERT, keyFile: all.SMTP_TLS_KEY }
        : undefined,
    /** Seals stored passwords and keys; unset: the database's own secret does. */
    secretKey: all.SECRET_KEY,
    /** Who is asked about domains; empty: the machine's own servers. */
    dnsServers: all.DNS_SERVERS,
    /** Networks of our own mail servers, which have checked the mail that they hand over. */
    mailRelays: all.MAIL_RELAYS,
    /** How the servers that check mail before us call themselves in what they write on it. */
    mailAuthservIds: all.MAIL_AUTHSERV_IDS,
    /** Without a slash at the end. Unset: `http://localhost:<the port in use>`. */
    publicUrl: all.PUBLIC_URL?.replace(/\/+$/, ''),
    adminEmail: all.ADMIN_EMAIL,
    adminPassword: all.ADMIN_PASSWORD,
    /** On by default only where the product brings its own database. */
    demoData: all.DEMO_DATA ?? all.DATABASE_URL === undefined,
    /** Whether Flows may call webhooks inside our own network. */
    flowsPrivateAddresses: all.FLOWS_PRIVATE_ADDRESSES,
    /** After so many days in the bin a ticket is deleted for good. */
    binDays: all.BIN_DAYS,
    logLevel: all.LOG_LEVEL,
    role: all.ROLE,
  };
}

/** Separate processes share a database and a Temporal, so neither may bring its own. */
function missingForRole(all: z.infer<typeof variables>): { path: string; message: string }[] {
  if (all.ROLE === 'all') return [];
  const needed = all.ROLE === 'api' ? sharedByRoles : [...sharedByRoles, outgoingMail];
  return needed
    .filter(({ name }) => all[name] === undefined)
    .map(({ name, what }) => ({
      path: name,
      message: `must be set when ROLE is ${all.ROLE}: ${what} (or leave ROLE unset to run everything in one process)`,
    }));
}

function halfOfCertificate(all: z.infer<typeof variables>): { path: string; message: string }[] {
  if ((all.SMTP_TLS_CERT === undefined) === (all.SMTP_TLS_KEY === undefined)) return [];
  const [path, other] =
    all.SMTP_TLS_KEY === undefined
      ? ['SMTP_TLS_CERT', 'SMTP_TLS_KEY']
      : ['SMTP_TLS_KEY', 'SMTP_TLS_CERT'];
  return [{ path, message: `must be set together with ${other}` }];
}

const sharedByRoles = [
  { name: 'DATABASE_URL', what: 'the Postgres that all processes share' },
  { name: 'TEMPORAL_ADDRESS', what: 'the Temporal server that all processes share' },
] as const;

const outgoingMail = { name: 'SMTP_URL', what: 'the mail server that replies go out by' } as const;

function port() {
  const sentence = 'must be a port number from 1 to 65535, or 0 for any free port';
  return z
    .string()
    .regex(/^\d{1,5}$/, sentence)
    .transform(Number)
    .refine((value) => value <= 65_535, sentence);
}

function isHostAndPort(value: string): boolean {
  const port = Number(/^[^\s:/]+:(\d{1,5})$/.exec(value)?.[1]);
  return port > 0 && port <= 65_535;
}

function flag() {
  return z.enum(['0', '1'], 'must be 1 (yes) or 0 (no)').transform((value) => value === '1');
}

function oneOf<const Values extends readonly string[]>(values: Values) {
  return z.enum(values, `must be one of ${values.join(', ')}`);
}

/** Separated by commas; the word none is the empty list. */
function list(isRight: (item: string) => boolean, sentence: string) {
  return z
    .string()
    .transform((text) => text.split(',').map((item) => item.trim()))
    .transform((items) => (items.join() === 'none' ? [] : items))
    .refine((items) => items.every(isRight), sentence);
}

function url(protocols: string[], example: string) {
  return z.string().refine((value) => {
    const parsed = URL.canParse(value) ? new URL(value) : undefined;
    return parsed !== undefined && protocols.includes(parsed.protocol) && parsed.hostname !== '';
  }, `must be an address like ${example}`);
}
