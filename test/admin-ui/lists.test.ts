import type { Page } from 'playwright-core';
import { aDesk, openTicket, type AgentPage, type Desk, type TicketAnswer } from './a-desk';

describe('finding and changing many tickets', () => {
  let desk: Desk;
  let agent: AgentPage;
  let page: Page;

  beforeAll(async () => {
    desk = await aDesk();
  }, 120_000);
  beforeEach(async () => {
    agent = await desk.agentPage();
    page = agent.page;
    page.setDefaultTimeout(15_000);
  });
  afterEach(async () => {
    expect(agent.complaints).toEqual([]);
    await agent.close();
  });
  afterAll(() => desk.stop());

  const rowOf = (ticket: TicketAnswer) => page.locator(`tr[data-number="${ticket.number}"]`);

  test('search finds by a misspelt word of a note while one types, and a link shows the same', async () => {
    const ticket = await openTicket(agent, { title: 'Where is my parcel' });
    const note = { kind: 'note', text: 'The courier <b>lost</b> it near the warehouse.' };
    await agent.call('POST', `/api/v1/tickets/${ticket.number}/messages`, note);
    await page.goto('/tickets');
    await rowOf(ticket).waitFor();

    await page.keyboard.press('/');
    await page.keyboard.type('couirer ware');
    await page.getByRole('option', { name: 'Where is my parcel' }).waitFor();
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: 'Search' }).waitFor();
    const found = page.getByRole('region', { name: 'Tickets' });
    await found.getByText('Internal note by').waitFor();

    expect(new URL(page.url()).search).toBe('?q=couirer%20ware');
    expect(await found.locator('mark').allTextContents()).toEqual(['courier', 'warehouse']);
    expect(await found.getByText('<b>lost</b>').count()).toBe(1);
    await found.getByRole('link', { name: 'Where is my parcel' }).click();
    await page.getByRole('heading', { level: 1, name: 'Where is my parcel' }).waitFor();
  });
});
