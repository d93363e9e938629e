import { PassThrough } from 'node:stream';
import { createLogger } from '../../config/logger';

describe('the log', () => {
  test.each([
    [{ password: 'hunter22' }],
    [{ agent: { passwordHash: 'hunter22' } }],
    [{ temporal: { apiKey: 'hunter22' } }],
    [{ env: { databaseUrl: 'postgres://desk:hunter22@db/desk' } }],
    [{ req: { headers: { authorization: 'Bearer hunter22' } } }],
    [{ req: { headers: { cookie: 'session=hunter22' } } }],
  ])('%j is written without its secret', (fields) => {
    const written = logged((log) => log.info(fields, 'something happened'));

    expect(written).toContain('something happened');
    expect(written).not.toContain('hunter22');
  });

  test('one line is one JSON document with its facts as fields', () => {
    const line = logged((log) => log.warn({ ticket: 42 }, 'action failed'));

    expect(JSON.parse(line)).toMatchObject({ level: 40, ticket: 42, msg: 'action failed' });
  });
});

function logged(write: (log: ReturnType<typeof createLogger>) => void): string {
  const destination = new PassThrough();
  write(createLogger({ level: 'info', forPeople: false, destination }));
  return String(destination.read());
}
