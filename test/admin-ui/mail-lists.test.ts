import type { Page } from 'playwright-core';
import { eventually } from '../support/eventually';
import { aDesk, type AgentPage, type Desk } from './a-desk';

describe('the lists of mail', () => {
  let desk: Desk;
  let agent: AgentPage;
  let page: Page;
  let ticket: number;
  let messageId: string;

  const writes = (from: string, subject: string, text: string) =>
    agent.call<{ ticketNumber?: number; outcome: string }>('POST', '/api/v1/outbox/new-mail', {
      from,
      subject,
      text,
    });

  beforeAll(async () => {
    desk = await aDesk();
    agent = await desk.agentPage();
    page = agent.page;
    const asked = await writes('kim@customer.example', 'Printer', 'It burns.');
    ticket = asked.ticketNumber!;
    await agent.call('POST', `/api/v1/tickets/${ticket}/messages`, {
      kind: 'reply',
      text: 'Pull the plug.',
    });
    const sent = await eventually(async () => {
      const { items } = await agent.call<{ items: { subject: string; messageId: string }[] }>(
        'GET',
        '/api/v1/outbox',
      );
      return items.find(({ subject }) => subject.includes(`[#${ticket}-`));
    });
    messageId = sent.messageId;
    const stranger = await writes('eve@elsewhere.example', sent.subject, 'I am from the factory.');
    expect(stranger.outcome).toBe('quarantined');
  }, 120_000);
  afterEach(() => expect(agent.complaints.splice(0)).toEqual([]));
  afterAll(() => desk.stop());

  test('a stranger’s mail is found by its address, read before it is let in, and its writer becomes a participant', async () => {
    await page.goto('/incoming-mail');
    await page.getByText('In quarantine').last().waitFor();
    await page.getByRole('textbox', { name: 'Search', exact: true }).fill('EVE@elsewhere.example');
    await page.keyboard.press('Enter');
    const row = page.getByRole('listitem').filter({ hasText: 'eve@elsewhere.example' });
    await page.getByText('kim@customer.example').waitFor({ state: 'detached' });
    await row.getByText('neither the requester nor anybody on ticket').waitFor();
    await row.getByRole('button', { name: 'Show' }).click();
    await row.getByText('Whether the sender is genuine was not checked.').waitFor();
    await row.getByText('Its subject has the tag of its ticket.').waitFor();
    await row.getByText('I am from the factory.').waitFor();

    await row.getByRole('button', { name: 'Release', exact: true }).waitFor();
    await row.getByRole('button', { name: 'Process again' }).click();
    await page.getByText('The mail was not taken in').waitFor();
    await row.getByText('In quarantine').waitFor();

    await row.getByRole('button', { name: 'Release and add as participant' }).click();
    await page.getByText(`The mail is in ticket #${ticket}`).waitFor();

    await page.goto(`/tickets/${ticket}`);
    await page.getByText('I am from the factory.').waitFor();
    await page.getByText('Not the requester').waitFor();
    const again = await writes('eve@elsewhere.example', `Re: [#${ticket}]`, 'no tag, so a new one');
    expect(again.outcome).toBe('new');
  });

  test('a mail that is on its ticket is read again, without a word to anybody', async () => {
    await page.goto('/incoming-mail');
    const row = page.getByRole('listitem').filter({ hasText: 'kim@customer.example' });
    await expect(row.getByRole('button', { name: 'Release' }).count()).resolves.toBe(0);
    await row.getByRole('button', { name: 'Show' }).click();
    await row.getByRole('button', { name: 'Process again' }).click();
    await page.getByText(`its text and files in ticket #${ticket} are new`).waitFor();
    await row.getByText('New ticket').waitFor();
  });

  test('what went out is listed with how it fares, and found by address or Message-ID', async () => {
    await page.goto('/incoming-mail');
    await page.getByRole('link', { name: 'Sent mail' }).click();
    const row = page.getByRole('listitem').filter({ hasText: 'kim@customer.example' });
    await row.getByText('Sent').waitFor();
    await row.getByText('Reply', { exact: true }).waitFor();
    await page.getByLabel('State').selectOption('Failed');
    await page.getByText('There is no such mail').waitFor();
    await page.getByLabel('State').selectOption('All mail');
    await page.getByRole('textbox', { name: 'Search', exact: true }).fill(messageId.slice(1, -1));
    await page.keyboard.press('Enter');
    await row.getByRole('link', { name: `Ticket #${ticket}` }).click();
    await page.getByText('Pull the plug.').waitFor();
  });
});
