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

  test('a filter is saved as a view that others see with its count, which follows what happens', async () => {
    const first = await openTicket(agent, { title: 'Paid twice', tags: ['billing'] });
    await page.goto('/tickets');
    await page.getByRole('button', { name: 'Tags Any' }).click();
    await page.getByRole('menuitemradio', { name: 'billing' }).click();
    await page.getByRole('button', { name: 'Save as view' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Name').fill('Money');
    await dialog.getByLabel('Who sees it').selectOption('Everybody');
    await dialog.getByRole('button', { name: 'Save view' }).click();
    await page.getByRole('heading', { level: 1, name: 'Money' }).waitFor();
    expect(new URL(page.url()).search).toBe('?tag=billing');

    const other = await desk.agentPage();
    await other.page.goto('/flows');
    const link = other.page.getByRole('link', { name: 'Money' });
    await link.getByText('1 ticket', { exact: true }).waitFor({ state: 'attached' });
    await openTicket(agent, { title: 'Paid three times', tags: ['billing'] });
    await link.getByText('2 tickets').waitFor({ state: 'attached' });
    await link.click();
    await other.page.locator(`tr[data-number="${first.number}"]`).waitFor();
    expect(other.complaints).toEqual([]);
    await other.close();

    await page.getByRole('button', { name: 'This view' }).click();
    await page.getByRole('menuitem', { name: 'Remove “Money”' }).click();
    await page.getByRole('link', { name: 'Money' }).waitFor({ state: 'detached' });
  });

  test('many tickets are changed by keyboard; what is refused is told, and one key takes it back', async () => {
    const tickets = [];
    for (const title of ['Batch a', 'Batch b', 'Batch c']) {
      tickets.push(await openTicket(agent, { title, tags: ['batch'] }));
    }
    await agent.call('PATCH', `/api/v1/tickets/${tickets[0]!.number}`, { status: 'closed' });
    const now = async () =>
      (
        await agent.call<{ items: { status: string; tags: string[] }[] }>(
          'GET',
          '/api/v1/tickets?tag=batch&sort=number&status=open,waiting,closed',
        )
      ).items;
    await page.goto('/tickets?tag=batch&status=open,waiting,closed');
    await rowOf(tickets[0]!).waitFor();

    await page.keyboard.press('j');
    await page.keyboard.press('x');
    await page.keyboard.press('Shift+ArrowDown');
    await page.keyboard.press('Shift+ArrowDown');
    const bar = page.getByRole('toolbar', { name: 'Change the selected tickets' });
    await bar.getByText('3 selected').waitFor();
    await bar.getByRole('button', { name: 'Status' }).click();
    await page.getByRole('menuitem', { name: 'Waiting' }).click();
    await page.getByText('2 tickets changed').waitFor();
    const refused = page.getByRole('alert').filter({ hasText: '1 ticket was refused' });
    await refused.getByRole('link', { name: `#${tickets[0]!.number}` }).waitFor();
    expect((await now()).map(({ status }) => status)).toEqual(['closed', 'waiting', 'waiting']);

    await page.keyboard.press('Control+z');
    await page.getByText('Undone').waitFor();
    await page.getByText('2 tickets changed').waitFor({ state: 'detached' });
    expect((await now()).map(({ status }) => status)).toEqual(['closed', 'open', 'open']);
    await refused.getByRole('button', { name: 'Hide the refusals' }).click();

    await rowOf(tickets[0]!).getByRole('checkbox').uncheck();
    await bar.getByRole('button', { name: 'Tags' }).click();
    await page.getByRole('combobox', { name: 'Tag', exact: true }).fill('later');
    await page.getByRole('button', { name: 'Add tag' }).click();
    await page.getByText('2 tickets changed').waitFor();
    expect((await now()).map(({ tags }) => tags)).toEqual([
      ['batch'],
      ['batch', 'later'],
      ['batch', 'later'],
    ]);
  });

  test('undo leaves what was changed again meanwhile', async () => {
    const [first, second] = [
      await openTicket(agent, { title: 'Twice a', tags: ['twice'] }),
      await openTicket(agent, { title: 'Twice b', tags: ['twice'] }),
    ];
    await page.goto('/tickets?tag=twice');
    await rowOf(first).getByRole('checkbox').check();
    await rowOf(second).getByRole('checkbox').check();
    const bar = page.getByRole('toolbar', { name: 'Change the selected tickets' });
    await bar.getByRole('button', { name: 'Priority' }).click();
    await page.getByRole('menuitem', { name: 'High' }).click();
    await page.getByText('2 tickets changed').waitFor();
    await agent.call('PATCH', `/api/v1/tickets/${second.number}`, { priority: 'urgent' });

    await page.keyboard.press('Control+z');
    await page.getByRole('alert').filter({ hasText: '1 ticket could not be put back' }).waitFor();
    const { items } = await agent.call<{ items: { priority: string }[] }>(
      'GET',
      '/api/v1/tickets?tag=twice&sort=number',
    );
    expect(items.map(({ priority }) => priority)).toEqual(['medium', 'urgent']);
  });

  test('a tag is added from those in use, leads to its tickets, and its change is taken back', async () => {
    await openTicket(agent, { title: 'Another one', tags: ['hardware'] });
    const ticket = await openTicket(agent, { title: 'Needs a tag' });
    await page.goto(`/tickets/${ticket.number}`);
    const side = page.getByRole('complementary', { name: 'About this ticket' });
    await side.getByRole('combobox', { name: 'Add a tag' }).fill('hardw');
    await page.getByRole('option', { name: 'hardware' }).click();
    await side.getByRole('link', { name: 'hardware' }).waitFor();

    await page.getByRole('button', { name: 'Undo' }).click();
    await side.getByRole('link', { name: 'hardware' }).waitFor({ state: 'detached' });
    await side.getByRole('combobox', { name: 'Add a tag' }).fill('hardware');
    await page.keyboard.press('Enter');
    await side.getByRole('link', { name: 'hardware' }).click();
    await rowOf(ticket).waitFor();
    expect(new URL(page.url()).search).toBe('?tag=hardware');
  });

  test('a view goes out as CSV', async () => {
    await openTicket(agent, { title: 'For the spreadsheet', tags: ['export'] });
    await page.goto('/tickets?tag=export&sort=-priority');
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: 'CSV' }).click(),
    ]);
    const stream = await download.createReadStream();
    let text = '';
    for await (const chunk of stream) text += String(chunk);
    expect(download.suggestedFilename()).toMatch(/^tickets-.*\.csv$/);
    expect(text.split('\n')[1]).toContain('For the spreadsheet,open,medium,');
  });

  test('the palette acts, goes and finds by a few letters; the help names every key of the page', async () => {
    const ticket = await openTicket(agent, { title: 'Zebra crossing' });
    await page.goto('/flows');
    await page.getByRole('heading', { level: 1 }).waitFor();
    await page.keyboard.press('Control+k');
    const palette = page.getByRole('dialog').getByRole('textbox', { name: 'Command palette' });
    await palette.fill('urgent');
    await page.getByRole('button', { name: 'Urgent and high' }).waitFor();
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: 'Urgent and high' }).waitFor();

    await page.keyboard.press('Control+k');
    await palette.fill('zebr');
    await page.getByRole('button', { name: 'Zebra crossing' }).click();
    await page.getByRole('heading', { level: 1, name: 'Zebra crossing' }).waitFor();

    await page.keyboard.press('Control+k');
    await palette.fill('assign to me');
    await page.keyboard.press('Enter');
    await page.getByText(`Changed #${ticket.number}`).waitFor();

    await page.keyboard.press('?');
    const help = page.getByRole('dialog', { name: 'Keyboard shortcuts' });
    for (const words of ['Undo the last change', 'Reply to the customer', 'Search']) {
      await help.getByRole('cell', { name: words, exact: true }).waitFor();
    }
    await help.getByRole('switch', { name: 'Single-key shortcuts' }).click({ force: true });
    await page.keyboard.press('Escape');
    await help.waitFor({ state: 'detached' });
    await page.keyboard.press('c');
    await page.keyboard.press('Control+k');
    await palette.waitFor();
    expect(await page.getByRole('dialog', { name: 'New ticket' }).count()).toBe(0);
  });
});
