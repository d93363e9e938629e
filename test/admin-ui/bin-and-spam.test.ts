import type { Page } from 'playwright-core';
import { aDesk, openTicket, type AgentPage, type Desk, type TicketAnswer } from './a-desk';

describe('the bin and spam', () => {
  let desk: Desk;
  let agent: AgentPage;
  let page: Page;

  beforeAll(async () => {
    desk = await aDesk();
    agent = await desk.agentPage();
    page = agent.page;
  }, 120_000);
  afterEach(() => expect(agent.complaints.splice(0)).toEqual([]));
  afterAll(() => desk.stop());

  const rowOf = (ticket: TicketAnswer) => page.locator(`tr[data-number="${ticket.number}"]`);
  const does = async (what: string): Promise<void> => {
    await page.getByRole('button', { name: 'More actions' }).click();
    await page.getByRole('menuitem', { name: what }).click();
  };

  test('a ticket goes to the bin, says so, takes nothing, and is restored from there', async () => {
    const ticket = await openTicket(agent, { title: 'Opened twice by mistake' });
    await page.goto(`/tickets/${ticket.number}`);
    await does('Move to bin');
    await page.getByText(/^In the bin since .*, deleted for good on /).waitFor();
    expect(await page.getByRole('textbox', { name: 'Your reply' }).count()).toBe(0);
    expect(await page.getByRole('button', { name: /^Status/ }).isDisabled()).toBe(true);

    await page.getByRole('button', { name: 'Undo' }).click();
    await page.getByText(/^In the bin since/).waitFor({ state: 'detached' });
    await does('Move to bin');
    await page.getByRole('navigation', { name: 'Main' }).getByText('Bin and spam').click();
    await page.getByRole('checkbox', { name: `Select ticket ${ticket.number}` }).check();
    await page.getByRole('button', { name: 'Restore' }).click();
    await page.getByText('1 ticket restored').waitFor();
    await page.getByText('The bin is empty').waitFor();
    await page.goto('/tickets');
    await rowOf(ticket).waitFor();
  });

  test('many go to the bin at once, come back by undo, and an administrator deletes for good', async () => {
    const tickets = [
      await openTicket(agent, { title: 'Advert one', tags: ['advert'] }),
      await openTicket(agent, { title: 'Advert two', tags: ['advert'] }),
    ];
    await page.goto('/tickets?tag=advert');
    const bar = page.getByRole('toolbar', { name: 'Change the selected tickets' });
    const binAll = async (): Promise<void> => {
      for (const ticket of tickets) await rowOf(ticket).getByRole('checkbox').check();
      await bar.getByRole('button', { name: 'Move to bin' }).click();
      await page.getByText('2 tickets changed').waitFor();
    };
    await binAll();
    await page.keyboard.press('Control+z');
    await page.getByText('Undone').waitFor();
    await page.reload();
    await rowOf(tickets[0]!).getByRole('checkbox').check();
    await bar.getByRole('button', { name: 'Mark as spam' }).click();
    await page.getByText('1 ticket changed').waitFor();
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.getByText('Undone').waitFor();
    await page.reload();
    await binAll();
    await page.goto('/bin');
    await page.getByRole('checkbox', { name: 'Select all' }).check();
    await page.getByRole('button', { name: 'Delete for good' }).click();
    const dialog = page.getByRole('dialog', { name: 'Delete 2 tickets for good?' });
    await dialog.getByRole('button', { name: 'Delete for good' }).click();
    await page.getByText('2 tickets deleted for good').waitFor();
    await page.getByText('The bin is empty').waitFor();
  });

  test('spam has its own place, and what is none comes back', async () => {
    const ticket = await openTicket(agent, { title: 'You have won' });
    await page.goto(`/tickets/${ticket.number}`);
    await does('Mark as spam…');
    await page.getByRole('dialog').getByRole('button', { name: 'Mark as spam' }).click();
    await page.getByText(/^Marked as spam since/).waitFor();
    await page.goto('/bin?of=spam');
    await page.getByRole('link', { name: 'You have won' }).click();
    await page.getByRole('button', { name: 'Not spam' }).click();
    await page.getByText('1 ticket restored').waitFor();
    await page.getByText(/^Marked as spam since/).waitFor({ state: 'detached' });
    await page.getByText('restored the ticket').first().waitFor();
  });
});
