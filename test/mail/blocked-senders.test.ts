import { blockSender, unblockSender } from '../../db/blocked-sender-store';
import { inTransaction } from '../../db/database';
import { submitCommand } from '../../tickets/submit-command';
import { aMailDesk, rowsOf, type MailDesk } from './mail-desk';

let desk: MailDesk;
beforeAll(async () => {
  desk = await aMailDesk();
  for (const pattern of ['kim@customer.example', 'spam.example']) {
    await inTransaction(desk.db, (transaction) =>
      blockSender(desk.db, { pattern, blockedBy: 'Ana Ruiz' }, transaction),
    );
  }
}, 60_000);
afterAll(() => desk.stop());

const count = async (table: string) => (await rowsOf(desk.db, `SELECT 1 FROM ${table}`)).length;

describe('a mail of a blocked sender', () => {
  test.each([
    ['the address', 'Kim Lee <Kim@Customer.example>', 'kim@customer.example'],
    ['its domain', 'Win <win@spam.example>', 'spam.example'],
    ['a domain above', 'win@mx1.mail.spam.example', 'spam.example'],
  ])('is taken and kept, makes no ticket and answers nobody: %s', async (_what, from, pattern) => {
    const before = [await count('tickets'), await count('deliveries'), await count('leads')];
    const mail = await desk.arrives({ from, subject: 'You have won', text: `Yes, ${from}` });

    expect(mail).toMatchObject({ outcome: 'blocked', ticket: null, messageId: null });
    expect(mail.reason).toContain(`${pattern} is blocked`);
    expect(await count('files')).toBeGreaterThan(0);
    const after = [await count('tickets'), await count('deliveries'), await count('leads')];
    expect(after).toEqual(before);
  });

  test('makes its ticket when an agent releases it, once', async () => {
    const mail = await desk.arrives({ subject: 'A real question', text: 'Where is my parcel?' });
    expect(mail.outcome).toBe('blocked');

    const released = await desk.intake.release(mail.id, { by: desk.agent.name });
    expect(released).toMatchObject({ outcome: 'new', ticket: expect.any(Number) });
    await expect(desk.intake.release(mail.id, { by: desk.agent.name })).rejects.toMatchObject({
      code: 'mail-not-held',
    });
  });

  test('joins no ticket either, be that spam or not, until it is released', async () => {
    const [first, second] = ['<one@else.example>', '<two@else.example>'];
    const from = 'Pat <pat@else.example>';
    const { ticket } = await desk.arrives({ from, text: 'One', messageId: first });
    const { ticket: spam } = await desk.arrives({ from, text: 'Two', messageId: second });
    await submitCommand(desk.db, {
      id: `spam/${spam}`,
      ticket: spam,
      change: { type: 'update', fields: { removed: 'spam' } },
      actor: { type: 'agent', id: desk.agent.id, name: desk.agent.name },
    });
    await inTransaction(desk.db, (transaction) =>
      blockSender(desk.db, { pattern: 'pat@else.example', blockedBy: 'Ana' }, transaction),
    );

    const joins = await desk.arrives({ from, text: 'Three', inReplyTo: first });
    expect(joins).toMatchObject({ outcome: 'blocked', ticket });
    const joinsSpam = await desk.arrives({ from, text: 'Four', inReplyTo: second });
    expect(joinsSpam).toMatchObject({ outcome: 'blocked', ticket: spam });
    expect(await count(`messages WHERE ticket = ${ticket}`)).toBe(1);

    const released = await desk.intake.release(joins.id, { by: desk.agent.name });
    expect(released).toMatchObject({ outcome: 'appended', ticket });
    const heldAsSpam = await desk.intake.release(joinsSpam.id, { by: desk.agent.name });
    expect(heldAsSpam).toMatchObject({
      outcome: 'quarantined',
      ticket: spam,
      reason: expect.stringMatching(/is marked as spam/),
    });
  });

  test('is taken in when it is processed again after the sender was unblocked', async () => {
    const from = 'lee@late.example';
    await inTransaction(desk.db, (transaction) =>
      blockSender(desk.db, { pattern: 'late.example', blockedBy: 'Ana' }, transaction),
    );
    const mail = await desk.arrives({ from, text: 'Am I blocked?' });
    expect(mail.outcome).toBe('blocked');
    await inTransaction(desk.db, (transaction) =>
      unblockSender(desk.db, 'late.example', transaction),
    );

    expect(await desk.intake.processAgain(mail.id)).toMatchObject({ outcome: 'new' });
    expect(await desk.arrives({ from, text: 'And now?' })).toMatchObject({ outcome: 'new' });
  });

  test('an agent is never blocked, not even by a domain', async () => {
    await inTransaction(desk.db, (transaction) =>
      blockSender(desk.db, { pattern: 'desk.example', blockedBy: 'Ana' }, transaction),
    );
    const mail = await desk.arrives({ from: desk.agent.email, text: 'From my own program' });
    expect(mail.outcome).toBe('new');
  });
});
