import { randomUUID } from 'node:crypto';
import { inTransaction, query } from '../../db/database';
import { readInstallation } from '../../db/installation';
import { holdTickets } from '../../db/ticket-store';
import { referenceTag } from '../../domain/mail/reference-tag';
import { tagKey } from '../../mail/tag-key';
import { mergeTickets, unmergeTicket } from '../../tickets/merge-tickets';
import { readThread } from '../../tickets/read-thread';
import { splitTicket } from '../../tickets/split-ticket';
import { submitCommand } from '../../tickets/submit-command';
import { eventually } from '../support/eventually';
import { aMailDesk, type MailDesk } from './mail-desk';

let desk: MailDesk;
beforeAll(async () => (desk = await aMailDesk()));
afterAll(() => desk.stop());

const kim = 'Kim Lee <kim@customer.example>';
const sam = 'Sam Roy <sam@other.example>';
const asked = () => ({
  id: randomUUID(),
  requestHash: undefined,
  actor: { type: 'agent', id: desk.agent.id, name: desk.agent.name } as const,
});
const merge = (source: number, into: number) => mergeTickets(desk.db, { ...asked(), source, into });
const close = (ticket: number) => {
  const { id, actor } = asked();
  const change = { type: 'update', fields: { status: 'closed' } } as const;
  return submitCommand(desk.db, { id, ticket, actor, change });
};

async function written(from: string): Promise<{ ticket: number; messageId: string; tag: string }> {
  const messageId = `<${randomUUID()}@customer.example>`;
  const { ticket } = await desk.arrives({ from, subject: 'Help', text: 'Please.', messageId });
  return {
    ticket: ticket!,
    messageId,
    tag: referenceTag(ticket!, tagKey(await readInstallation(desk.db))),
  };
}

describe('a mail that answers a merged ticket', () => {
  test('goes to the one that goes on, found by reference or by tag, through all merges', async () => {
    const [first, second, third] = [await written(kim), await written(kim), await written(sam)];
    await merge(first.ticket, second.ticket);
    const byReference = await desk.arrives({ from: kim, text: 'One', inReplyTo: first.messageId });
    expect(byReference).toMatchObject({ outcome: 'appended', ticket: second.ticket });

    await merge(second.ticket, third.ticket);
    const byTag = await desk.arrives({ from: kim, subject: `Re: ${first.tag}`, text: 'Two' });
    expect(byTag).toMatchObject({ outcome: 'appended', ticket: third.ticket });

    // Whoever was on none of them is a stranger on all of them.
    const stranger = await desk.arrives({
      from: 'eve@evil.example',
      subject: `Re: ${first.tag}`,
      text: 'Let me in',
    });
    expect(stranger.outcome).toBe('quarantined');
  });

  test('goes to the one that goes on, also when they are merged while it comes in', async () => {
    const [source, target] = [await written(kim), await written(kim)];
    const waiting = async (count: number) => {
      const [row] = await query<{ count: number }>(
        desk.db,
        `SELECT count(*)::int FROM pg_stat_activity
         WHERE datname = current_database() AND wait_event_type = 'Lock'`,
      );
      return row!.count === count;
    };
    const [merged, arrived] = await inTransaction(desk.db, async (transaction) => {
      await holdTickets(desk.db, [target.ticket], transaction);
      // It holds the one and waits for the other; the mail, which found the one, waits for that.
      const merging = merge(source.ticket, target.ticket);
      await eventually(() => waiting(1));
      const mail = desk.arrives({ from: kim, text: 'Just now', inReplyTo: source.messageId });
      await eventually(() => waiting(2));
      return [merging, mail] as const;
    });

    expect((await merged).into.number).toBe(target.ticket);
    expect(await arrived).toMatchObject({ outcome: 'appended', ticket: target.ticket });
  });

  test('stays where it came in when the ticket is unmerged, and later ones go to it again', async () => {
    const [source, target] = [await written(kim), await written(sam)];
    await merge(source.ticket, target.ticket);
    await desk.arrives({ from: kim, text: 'Meanwhile', inReplyTo: source.messageId });
    await unmergeTicket(desk.db, { ...asked(), source: source.ticket });
    const later = await desk.arrives({ from: kim, text: 'Later', inReplyTo: source.messageId });

    expect(later.ticket).toBe(source.ticket);
    const texts = async (ticket: number) =>
      (await readThread(desk.db, ticket, { limit: 50 })).map(({ text }) => text.trim());
    expect(await texts(source.ticket)).toEqual(['Please.', 'Later']);
    expect(await texts(target.ticket)).toEqual(['Please.', 'Meanwhile']);
  });

  test('opens a follow-up of the one that went on when that is closed', async () => {
    const [source, target] = [await written(kim), await written(kim)];
    await merge(source.ticket, target.ticket);
    await close(target.ticket);
    const mail = await desk.arrives({ from: kim, text: 'Again', inReplyTo: source.messageId });
    expect(mail.outcome).toBe('follow_up');
  });
});

test('a mail that answers a message that was split off goes to the new ticket, others to the first', async () => {
  const first = await written(kim);
  const messageId = `<${randomUUID()}@customer.example>`;
  const mail = { from: kim, text: 'By the way', inReplyTo: first.messageId };
  const second = await desk.arrives({ ...mail, messageId });
  const made = await splitTicket(desk.db, {
    ...asked(),
    source: first.ticket,
    title: 'By the way',
    messageIds: [second.messageId!],
  });

  const toNew = await desk.arrives({ from: kim, text: 'More of it', inReplyTo: messageId });
  const toOld = await desk.arrives({ from: kim, text: 'As before', inReplyTo: first.messageId });
  expect([toNew.ticket, toOld.ticket]).toEqual([made.number, first.ticket]);
});
