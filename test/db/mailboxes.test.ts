import {
  forgetMailboxHealth,
  listMailboxHealth,
  noteMailboxHealth,
} from '../../db/mailbox-health-store';
import {
  createMailbox,
  findMailbox,
  findMailboxSecret,
  updateMailbox,
} from '../../db/mailbox-store';
import { anEmptyDatabase, type TestDatabase } from '../support/stack';

let desk: TestDatabase;
beforeAll(async () => {
  desk = await anEmptyDatabase();
});
afterAll(() => desk.drop());

const smtp = { host: 'mail.desk.example', port: 587, security: 'starttls', user: 'desk' } as const;

test('a mailbox keeps what it was given, and its password apart', async () => {
  const first = await createMailbox(desk.db, { name: 'Support', address: 'support@desk.example' });
  expect(first).toMatchObject({ isDefault: true, replyAddress: 'none', smtp: null, signature: '' });

  const settings = {
    signature: 'Your desk',
    replyAddress: 'plus',
    resolvedReply: 'follow_up',
    reopenDays: 30,
    smtp,
    imap: { ...smtp, port: 993, security: 'tls', folder: 'INBOX', since: null },
  } as const;
  const passwords = { smtpPassword: 'sealed-1', imapPassword: 'sealed-2' };
  const sales = { name: 'Sales', address: 'sales@desk.example', ...settings, ...passwords };
  const { id } = (await createMailbox(desk.db, sales))!;

  const read = (await findMailbox(desk.db, id))!;
  expect(read).toMatchObject({ ...settings, hasSmtpPassword: true, hasImapPassword: true });
  expect(JSON.stringify(read)).not.toContain('sealed');
  expect(await findMailboxSecret(desk.db, id, 'imap')).toBe('sealed-2');

  await updateMailbox(desk.db, id, { reopenDays: null, smtp: { ...smtp, port: 25 } });
  expect(await findMailbox(desk.db, id)).toMatchObject({ reopenDays: null, smtp: { port: 25 } });
  expect(await findMailboxSecret(desk.db, id, 'smtp')).toBe('sealed-1');
  await updateMailbox(desk.db, id, { smtp: null });
  expect(await findMailboxSecret(desk.db, id, 'smtp')).toBeNull();
  expect(await createMailbox(desk.db, { ...sales, name: 'Other' })).toBeNull();
});

test('a server’s health says since when it fails, why, and when it last worked', async () => {
  const mailboxId = (await createMailbox(desk.db, { name: 'A', address: 'a@desk.example' }))!.id;
  const note = async (problem: string | null) => {
    await noteMailboxHealth(desk.db, { mailboxId, way: 'smtp', problem });
    return (await listMailboxHealth(desk.db)).find((one) => one.mailboxId === mailboxId);
  };

  const failing = (await note('refused'))!;
  expect(failing).toMatchObject({ way: 'smtp', problem: 'refused', lastSuccessAt: null });
  expect(failing.failingSince).toBeInstanceOf(Date);
  const still = await note('wrong password');
  expect(still).toMatchObject({ problem: 'wrong password', failingSince: failing.failingSince });
  const well = (await note(null))!;
  expect(well).toMatchObject({ problem: null, failingSince: null });
  expect(well.lastSuccessAt).toBeInstanceOf(Date);
  expect(await note('refused')).toMatchObject({ lastSuccessAt: well.lastSuccessAt });

  await forgetMailboxHealth(desk.db, mailboxId, 'smtp');
  expect(await listMailboxHealth(desk.db)).toEqual([]);
});
