import { PassThrough } from 'node:stream';
import { DatabaseError } from 'sequelize';
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

  test('a failed statement is written without the values that it was given', () => {
    const parameters = ['hunter22', Buffer.from('Dear desk, my secret is hunter22')];
    const refused = Object.assign(new Error('terminating connection'), {
      sql: 'INSERT INTO files (id, content) VALUES ($1, $2)',
      parameters,
      code: '57P01',
      detail: 'Key (subject)=(hunter22) already exists.',
    });
    const away = new DatabaseError(refused);
    const err = new Error('a round failed', { cause: new Error('no answer', { cause: away }) });

    const shapes = [{ err: away }, { error: away }, { err }, { err: new AggregateError([away]) }];
    for (const fields of shapes) {
      const written = logged((log) => log.warn(fields, 'a mail could not be stored'));

      expect(written).toContain('terminating connection');
      expect(written).not.toContain('hunter22');
      expect(written).not.toContain('Buffer');
    }
  });

  test('what else an error says of itself is written', () => {
    const error = Object.assign(new Error('no way there'), { code: 'ECONNREFUSED', port: 7233 });

    expect(JSON.parse(logged((log) => log.warn({ err: error }, 'away')))).toMatchObject({
      err: { type: 'Error', message: 'no way there', code: 'ECONNREFUSED', port: 7233 },
    });
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
