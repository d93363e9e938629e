import { readFileSync } from 'node:fs';
import path from 'node:path';
import { query } from '../../db/database';
import { aMailDesk, type MailDesk } from './mail-desk';

let desk: MailDesk;
beforeAll(async () => {
  desk = await aMailDesk();
});
afterAll(() => desk.stop());

const fixture = (name: string): Buffer =>
  readFileSync(path.join(__dirname, 'fixtures', `${name}.eml`));

async function attachmentsOf(ticket: number | null) {
  return query<{ name: string; inline: boolean }>(
    desk.db,
    `SELECT a.name, a.inline FROM attachments a JOIN messages m ON m.id = a.message_id
     WHERE m.ticket = $1 ORDER BY a.name`,
    [ticket],
  );
}

test('a file that says that it is inline, but that the text does not show, is a file below it', async () => {
  const { ticket } = await desk.arrives({ raw: fixture('inline-files-not-shown') });

  expect(await attachmentsOf(ticket)).toEqual([
    { name: 'invoice.pdf', inline: false },
    { name: 'letter.doc', inline: false },
    { name: 'nowhere.gif', inline: false },
    { name: 'shown.gif', inline: true },
  ]);
});

test('pictures that the text names by their Content-Location are in it', async () => {
  const { ticket } = await desk.arrives({ raw: fixture('content-location') });

  expect((await attachmentsOf(ticket)).map(({ inline }) => inline)).toEqual([true, true]);
});

test('a mail whose ids have control characters is stored, and makes a ticket', async () => {
  const mail = await desk.arrives({ raw: fixture('control-characters-in-ids') });

  expect(mail).toMatchObject({ outcome: 'new', rfcMessageId: '<n6@customer.example>' });
});
