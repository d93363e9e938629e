import { parseEnvironment } from '../../config/env';
import { DomainError } from '../../domain/domain-error';

describe('the environment', () => {
  test('nothing has to be set: the defaults run everything on this machine', () => {
    expect(parseEnvironment({})).toEqual({
      host: '127.0.0.1',
      port: 3000,
      smtpPort: 2525,
      binDays: 30,
      catcherPort: 0,
      dataDir: '.data',
      databaseUrl: undefined,
      temporal: {
        address: undefined,
        namespace: 'default',
        cliPath: undefined,
        tls: false,
        apiKey: undefined,
      },
      smtpUrl: undefined,
      mailCatcher: false,
      smtpTls: undefined,
      secretKey: undefined,
      dnsServers: [],
      mailRelays: ['127.0.0.0/8', '::1/128'],
      mailAuthservIds: [],
      publicUrl: undefined,
      adminEmail: 'admin@example.com',
      adminPassword: undefined,
      demoData: true,
      flowsPrivateAddresses: true,
      logLevel: 'info',
      role: 'all',
    });
  });

  test('an empty variable counts as unset', () => {
    expect(parseEnvironment({ PORT: '', DATABASE_URL: '  ' })).toEqual(parseEnvironment({}));
  });

  test('demo data is for a database of our own, unless asked for', () => {
    const DATABASE_URL = 'postgres://desk:secret@db:5432/desk';
    expect(parseEnvironment({ DATABASE_URL }).demoData).toBe(false);
    expect(parseEnvironment({ DATABASE_URL, DEMO_DATA: '1' }).demoData).toBe(true);
    expect(parseEnvironment({ DEMO_DATA: '0' }).demoData).toBe(false);
  });

  test('a key for Temporal Cloud switches TLS on', () => {
    expect(parseEnvironment({ TEMPORAL_API_KEY: 'key' }).temporal.tls).toBe(true);
    expect(parseEnvironment({ TEMPORAL_API_KEY: 'key', TEMPORAL_TLS: '0' }).temporal.tls).toBe(
      false,
    );
  });

  test('a public address is used without its last slash', () => {
    expect(parseEnvironment({ PUBLIC_URL: 'https://desk.example.com/' }).publicUrl).toBe(
      'https://desk.example.com',
    );
  });

  test.each([
    ['PORT', '70000', 'must be a port number'],
    ['DNS_SERVERS', 'dns.example.com', 'must be IP addresses'],
    ['MAIL_RELAYS', '10.1.0.0', 'must be networks'],
    ['MAIL_AUTHSERV_IDS', 'mx.google.com;dmarc=pass', 'must be names'],
    ['SMTP_TLS_CERT', '/etc/desk/cert.pem', 'must be set together with SMTP_TLS_KEY'],
    ['SECRET_KEY', 'short', 'must have at least 16'],
    ['PORT', '-1', 'must be a port number'],
    ['PORT', 'http', 'must be a port number'],
    ['SMTP_PORT', '25.5', 'must be a port number'],
    ['CATCHER_PORT', 'x', 'must be a port number'],
    ['DATABASE_URL', 'mysql://db/desk', 'postgres://'],
    ['DATABASE_URL', 'db', 'postgres://'],
    ['TEMPORAL_ADDRESS', 'http://temporal:7233', 'host:port'],
    ['TEMPORAL_ADDRESS', 'temporal', 'host:port'],
    ['TEMPORAL_ADDRESS', 'temporal:72330', 'host:port'],
    ['TEMPORAL_TLS', 'yes', '1 (yes) or 0 (no)'],
    ['SMTP_URL', 'mail.example.com', 'smtp://'],
    ['PUBLIC_URL', 'desk.example.com', 'https://'],
    ['ADMIN_EMAIL', 'admin', 'e-mail address'],
    ['ADMIN_PASSWORD', 'short', 'at least 8 characters'],
    ['DEMO_DATA', 'yes', '1 (yes) or 0 (no)'],
    ['LOG_LEVEL', 'loud', 'trace, debug, info'],
    ['ROLE', 'web', 'all, api, worker'],
  ])('%s=%s is refused with what it must be', (name, value, says) => {
    const { message, problems } = refusal({ [name]: value });

    expect(problems.map(({ path }) => path)).toEqual([name]);
    expect(message).toContain(name);
    expect(message).toContain(says);
  });

  test('every problem is listed at once', () => {
    const { problems } = refusal({ PORT: 'x', ROLE: 'web', LOG_LEVEL: 'loud' });

    expect(problems.map(({ path }) => path).sort()).toEqual(['LOG_LEVEL', 'PORT', 'ROLE']);
  });

  test('a password in a wrong address is not repeated', () => {
    expect(refusal({ DATABASE_URL: 'mysql://desk:hunter22@db/x' }).message).not.toContain(
      'hunter22',
    );
  });

  test.each([
    ['api', ['DATABASE_URL', 'TEMPORAL_ADDRESS']],
    ['worker', ['DATABASE_URL', 'TEMPORAL_ADDRESS', 'SMTP_URL']],
  ])('a separate %s process names what it shares with the others', (role, missing) => {
    const { message, problems } = refusal({ ROLE: role });

    expect(problems.map(({ path }) => path)).toEqual(missing);
    expect(message).toContain('leave ROLE unset to run everything in one process');
  });
});

function refusal(environment: Record<string, string>): DomainError {
  try {
    parseEnvironment(environment);
  } catch (error) {
    if (error instanceof DomainError) return error;
  }
  throw new Error('the environment was accepted');
}
