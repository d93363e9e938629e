import { SMTPServer } from 'smtp-server';
import { query } from '../../db/database';
import { findDelivery } from '../../db/delivery-store';
import { buildMime } from '../../mail/build-mime';
import { sendDelivery } from '../../mail/send-delivery';
import { anApi, type TestApi } from '../api/an-api';

jest.setTimeout(60_000);

let api: TestApi;
beforeAll(async () => (api = await anApi()));
afterAll(() => api.stop());

const secret = 'auditor@elsewhere.example';

/** A ticket with one reply that has a Bcc, and the reply’s delivery. */
async function aReplyWithBcc(fields: object = {}) {
  const { number } = await api.aTicket();
  const path = `/api/v1/tickets/${number}/messages`;
  const cc = ['boss@customer.example'];
  const body = { kind: 'reply', text: 'It is on its way.', cc, bcc: [secret], ...fields };
  const { body: message } = await api.call('POST', path, { body });
  const sql = 'SELECT id FROM deliveries WHERE message_id = $1';
  const [row] = await query<{ id: string }>(api.db, sql, [message.id]);
  return { number, path, message, delivery: (await findDelivery(api.db, row!.id))! };
}

describe('a reply with Bcc', () => {
  test('names its address to the mail server, and in no byte of the mail', async () => {
    const { delivery } = await aReplyWithBcc();
    const caught: { to: string[]; mail: string }[] = [];
    const server = new SMTPServer({
      authOptional: true,
      disabledCommands: ['AUTH', 'STARTTLS'],
      onData(stream, session, done) {
        const chunks: Buffer[] = [];
        stream.on('data', (chunk: Buffer) => chunks.push(chunk));
        stream.on('end', () => {
          const to = session.envelope.rcptTo.map(({ address }) => address);
          caught.push({ to, mail: Buffer.concat(chunks).toString() });
          done(null);
        });
      },
    });
    const listening = server.listen(0, '127.0.0.1');
    await new Promise((done) => listening.once('listening', done));
    const { port } = listening.address() as { port: number };

    const raw = await buildMime(delivery, [], 'installation');
    const sending = await sendDelivery(`smtp://127.0.0.1:${port}`, delivery, {
      raw,
      returnPath: delivery.sender.address,
    });
    await new Promise<void>((done) => server.close(() => done()));

    expect(sending.state).toBe('sent');
    expect(caught).toHaveLength(1);
    expect(caught[0]!.to).toEqual([...delivery.to, 'boss@customer.example', secret]);
    expect(caught[0]!.mail).toContain('boss@customer.example');
    expect(caught[0]!.mail).not.toContain('auditor');
    expect(caught[0]!.mail.toLowerCase()).not.toContain('bcc');
  });

  test('is seen by agents, and neither quoted nor on the customer’s page', async () => {
    const { number, path, message, delivery } = await aReplyWithBcc();
    expect(message.delivery.bcc).toEqual([secret]);
    const { body: thread } = await api.call('GET', path);
    expect(thread.items.at(-1).delivery.bcc).toEqual([secret]);

    await query(api.db, `UPDATE deliveries SET state = 'sent' WHERE id = $1`, [delivery.id]);
    const token = /\/t\/([\w-]+)/.exec(delivery.text)![1]!;
    const page = await api.call('GET', `/api/v1/customer-tickets/${token}`, { as: null });
    expect(JSON.stringify(page.body)).toContain('It is on its way.');
    expect(JSON.stringify(page.body)).not.toContain('auditor');
    const { body: next } = await api.call('POST', path, { body: { kind: 'reply', text: 'More.' } });
    expect([next.delivery.to.length, next.delivery.cc, next.delivery.bcc]).toEqual([1, [], []]);
    const sql = 'SELECT text, html, subject FROM deliveries WHERE message_id = $1';
    expect(JSON.stringify(await query(api.db, sql, [next.id]))).not.toContain('auditor');
    expect(number).toBeGreaterThan(0);
  });

  test('goes to an address once, also when it is named as Cc; a note has none', async () => {
    const { path, delivery } = await aReplyWithBcc({
      bcc: ['BOSS@customer.example', secret, secret],
    });
    expect([delivery.cc, delivery.bcc]).toEqual([['boss@customer.example'], [secret]]);
    const note = await api.call('POST', path, {
      body: { kind: 'note', text: 'x', bcc: [secret] },
    });
    expect(note.body.problems).toEqual([{ path: 'bcc', message: 'a note is not sent to anybody' }]);
  });
});
