import { query } from '../../db/database';
import { eventsAfter, findTicket } from '../../db/ticket-store';
import type { Removal } from '../../domain/ticket/removal';
import { emptyBin } from '../../tickets/purge-tickets';
import { splitTicket } from '../../tickets/split-ticket';
import { submitCommand } from '../../tickets/submit-command';
import { aMailDesk, inboundMail, type MailDesk } from './mail-desk';

let desk: MailDesk;
beforeAll(async () => {
  desk = await aMailDesk();
}, 60_000);
afterAll(() => desk.stop());

let sent = 0;

/** A customer's mail whose ticket was then removed, and what answers it. */
async function aRemovedTicket(removed: Removal) {
  const messageId = `<removed-${(sent += 1)}@customer.example>`;
  const { ticket } = await desk.arrives({ subject: 'Hello', text: `Hello ${sent}`, messageId });
  await remove(ticket!, removed);
  return { number: ticket!, answer: { inReplyTo: messageId, subject: 'Re: Hello' } };
}

const remove = (ticket: number, removed: Removal) =>
  submitCommand(desk.db, {
    id: `remove/${ticket}`,
    ticket,
    change: { type: 'update', fields: { removed } },
    actor: { type: 'agent', id: desk.agent.id, name: desk.agent.name },
  });

/** Its days in the bin are over. */
async function purge(number: number): Promise<void> {
  const told = 'UPDATE ticket_relay SET workflow_seq = version, automation_seq = version';
  await query(desk.db, told);
  const late = `UPDATE tickets SET removed_at = now() - interval '31 days' WHERE number = $1`;
  await query(desk.db, late, [number]);
  expect(await emptyBin(desk.db, 30)).toBe(1);
}

describe('a mail that answers a removed ticket', () => {
  test('takes it out of the bin, which the history tells as the system’s doing', async () => {
    const { number, answer } = await aRemovedTicket('bin');
    const mail = await desk.arrives({ ...answer, text: 'Are you still there?' });

    expect(mail).toMatchObject({ outcome: 'appended', ticket: number });
    expect(await findTicket(desk.db, number)).toMatchObject({ removed: null, removedAt: null });
    const [restored, replied] = (await eventsAfter(desk.db, number, 0)).slice(-2);
    expect(restored).toMatchObject({ type: 'ticket.removal_changed', actor: { type: 'system' } });
    expect(replied).toMatchObject({ type: 'message.customer_replied' });
  });

  test('leaves it there when a machine wrote', async () => {
    const { number, answer } = await aRemovedTicket('bin');
    const headers = { 'Auto-Submitted': 'auto-replied' };
    const mail = await desk.arrives({ ...answer, text: 'I am away.', headers });

    expect(mail).toMatchObject({ outcome: 'appended', ticket: number });
    expect(await findTicket(desk.db, number)).toMatchObject({ removed: 'bin' });
  });

  test('is held when that is spam, and joins it once it was restored and the mail released', async () => {
    const { number, answer } = await aRemovedTicket('spam');
    const mail = await desk.arrives({ ...answer, text: 'Buy more!' });
    expect(mail).toMatchObject({ outcome: 'quarantined', ticket: number });
    expect(mail.reason).toContain('marked as spam');

    await submitCommand(desk.db, {
      id: `restore/${number}`,
      ticket: number,
      change: { type: 'update', fields: { removed: null } },
      actor: { type: 'agent', id: desk.agent.id, name: desk.agent.name },
    });
    const released = await desk.intake.release(mail.id, { by: desk.agent.name });
    expect(released).toMatchObject({ outcome: 'appended', ticket: number });
  });

  test('goes with the ticket when that is deleted for good, the mail as it came included', async () => {
    const { number } = await aRemovedTicket('bin');
    const mails = () =>
      query<{ file: string }>(
        desk.db,
        'SELECT file_id AS file FROM inbound_mails WHERE ticket = $1',
        [number],
      );
    const [mail] = await mails();
    await purge(number);

    expect(await findTicket(desk.db, number)).toBeNull();
    expect(await mails()).toEqual([]);
    expect(await query(desk.db, 'SELECT 1 FROM files WHERE id = $1', [mail!.file])).toEqual([]);
  });

  test('stays in the list when nobody let it in, and makes a ticket when somebody does then', async () => {
    const { number, answer } = await aRemovedTicket('spam');
    const held = await desk.arrives({ ...answer, text: 'You lost my real mail!' });
    expect(held).toMatchObject({ outcome: 'quarantined', ticket: number });
    await purge(number);

    expect(await inboundMail(desk.db, held.id)).toMatchObject({
      outcome: 'quarantined',
      ticket: null,
    });
    const released = await desk.intake.release(held.id, { by: desk.agent.name });
    expect(released.outcome).toBe('new');
  });

  test('takes no mail with it whose message was split off, also when that was received twice', async () => {
    const opening = { subject: 'Hello', text: 'Hello', messageId: '<opening@customer.example>' };
    const number = (await desk.arrives(opening)).ticket!;
    const answer = {
      inReplyTo: opening.messageId,
      messageId: '<twice@customer.example>',
      date: new Date(),
      text: 'By the way',
    };
    const mail = await desk.arrives(answer);
    const twice = await desk.arrives(answer);
    expect(twice).toMatchObject({ outcome: 'duplicate', ticket: number, fileId: mail.fileId });
    const actor = { type: 'agent', id: desk.agent.id, name: desk.agent.name } as const;
    const messageIds = [mail.messageId!];
    const split = { source: number, title: 'By the way', messageIds, requestHash: undefined };
    const made = await splitTicket(desk.db, { ...split, id: `split/${number}`, actor });
    expect(await inboundMail(desk.db, twice.id)).toMatchObject({ ticket: made.number });

    // As splitting left it before it took such mails along.
    const sql = 'UPDATE inbound_mails SET ticket = $1 WHERE id = $2';
    await query(desk.db, sql, [number, twice.id]);
    await remove(number, 'bin');
    await purge(number);

    expect(await inboundMail(desk.db, mail.id)).toMatchObject({ ticket: made.number });
    expect(await query(desk.db, 'SELECT 1 FROM files WHERE id = $1', [mail.fileId])).toHaveLength(
      1,
    );
    expect(await inboundMail(desk.db, twice.id)).toBeNull();
  });
});
