import { eventually } from '../support/eventually';
import { aDesk, type AgentPage, type Desk } from './a-desk';

const carrier = 'lost@carrier.example';

describe('a message for somebody outside', () => {
  let desk: Desk;
  let agent: AgentPage;

  beforeAll(async () => {
    desk = await aDesk();
    agent = await desk.agentPage();
  }, 120_000);
  afterAll(() => desk.stop());

  test('an agent forwards a message; it is sent, and the answer comes back, both unmistakably not the customer’s', async () => {
    const { page } = agent;
    const number = await aTicketByMail();
    await page.goto(`/tickets/${number}`);
    const log = page.getByRole('log');
    await log.getByRole('button', { name: 'Actions for the message of Kim Lee' }).click();
    await page.getByRole('menuitem', { name: 'Forward…' }).click();

    const dialog = page.getByRole('dialog', { name: 'Forward a message of Kim Lee' });
    await dialog.getByText('It did not come.').waitFor();
    await dialog.getByRole('button', { name: 'Forward', exact: true }).click();
    await dialog.getByText('Name whom it goes to.').waitFor();
    await dialog.getByText('Write what it is about.').waitFor();
    const to = dialog.getByRole('combobox', { name: 'To' });
    await to.fill('kim@customer.example');
    await page.keyboard.press('Enter');
    await dialog.getByLabel('Your words').fill('Where is parcel 77?');
    await dialog.getByRole('button', { name: 'Forward to kim@customer.example' }).click();
    await dialog
      .getByText('kim@customer.example is a customer of this ticket; write a reply')
      .waitFor();
    await to.focus();
    await page.keyboard.press('Backspace');
    await to.fill('carrier');
    await page.keyboard.press('Enter');
    await dialog.getByText('“carrier” is no e-mail address.').waitFor();
    await to.fill(carrier);
    await page.keyboard.press('Enter');
    await dialog.getByLabel('Send its file too: label.txt').waitFor();
    await dialog.getByRole('button', { name: `Forward to ${carrier}` }).click();
    await dialog.waitFor({ state: 'detached' });

    const card = log.getByRole('article').filter({ hasText: 'Where is parcel 77?' });
    await card.getByText(`Forwarded to ${carrier} · the customer does not see this`).waitFor();
    await card.getByText(/^Sent/).waitFor();
    await card.getByRole('link', { name: 'label.txt' }).waitFor();
    await card.getByRole('button', { name: 'Show the forwarded message' }).click();
    await card.getByText('It did not come.').waitFor();
    expect(await card.getByRole('button', { name: /^Actions/ }).count()).toBe(1);
    await card.getByRole('button', { name: /^Actions/ }).click();
    await page.getByRole('menuitem', { name: 'Split into a new ticket' }).waitFor();
    expect(await page.getByRole('menuitem', { name: 'Forward…' }).count()).toBe(0);
    await page.keyboard.press('Escape');

    await answers('We found it in Leeds.');
    const answer = log.getByRole('article').filter({ hasText: 'We found it in Leeds.' });
    await answer.getByText(`From ${carrier}, not the customer · only your team`).waitFor();
    await page.getByText(`${carrier} answered what was forwarded`).waitFor();
    // The browser itself logs that the customer's address was refused.
    expect(agent.complaints).toEqual([expect.stringContaining('422')]);
  }, 60_000);

  async function aTicketByMail(): Promise<number> {
    const mailboxes = await agent.call<{ items: { address: string }[] }>(
      'GET',
      '/api/v1/mailboxes',
    );
    const raw = [
      'From: Kim Lee <kim@customer.example>',
      `To: ${mailboxes.items[0]!.address}`,
      'Subject: My parcel',
      'Message-ID: <parcel@customer.example>',
      'Content-Type: multipart/mixed; boundary=b',
      '',
      '--b',
      'Content-Type: text/plain',
      '',
      'It did not come.',
      '--b',
      'Content-Type: text/plain; name=label.txt',
      'Content-Disposition: attachment; filename=label.txt',
      '',
      'parcel 77',
      '--b--',
    ].join('\r\n');
    const taken = await agent.page.request.post('/api/v1/inbound-mail', {
      headers: { 'Content-Type': 'message/rfc822' },
      data: Buffer.from(raw),
    });
    const { id } = (await taken.json()) as { id: string };
    return eventually(async () => {
      const path = `/api/v1/inbound-mail/${id}`;
      return (await agent.call<{ ticketNumber?: number }>('GET', path)).ticketNumber;
    });
  }

  /** The third party, from their mail program. */
  async function answers(text: string): Promise<void> {
    const { items } = await agent.call<{ items: { id: string; to: string[] }[] }>(
      'GET',
      '/api/v1/outbox',
    );
    const mail = items.find(({ to }) => to.includes(carrier))!;
    await agent.call('POST', `/api/v1/outbox/${mail.id}/reply`, { text });
  }
});
