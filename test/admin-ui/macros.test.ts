import type { Page } from 'playwright-core';
import { eventually } from '../support/eventually';
import { aDesk, openTicket, type AgentPage, type Desk, type TicketAnswer } from './a-desk';

describe('macros', () => {
  let desk: Desk;
  let agent: AgentPage;
  let page: Page;

  beforeAll(async () => {
    desk = await aDesk();
    agent = await desk.agentPage();
    page = agent.page;
  }, 120_000);
  afterAll(async () => {
    await agent.close();
    await desk.stop();
  });
  afterEach(() => expect(agent.complaints).toEqual([]));

  const words = () => page.getByLabel('Reply to the customer');
  const open = async (ticket: TicketAnswer): Promise<void> => {
    await page.goto(`/tickets/${ticket.number}`);
    await page.getByRole('heading', { level: 1, name: `#${ticket.number}` }).waitFor();
  };

  test('a macro is written in the settings; a placeholder that there is not is refused at its place', async () => {
    await page.goto('/settings/macros');
    await page.getByRole('button', { name: 'Add a macro' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Name').fill('Ask for the order number');
    await dialog.getByLabel('Shortcut').fill('order');
    await dialog.getByLabel('Text').fill('Hello {{requester.nam}}, which order is it?');
    await dialog.getByRole('combobox', { name: 'Status' }).click();
    await page.getByRole('option', { name: 'Waiting' }).click();
    await dialog.getByRole('combobox', { name: 'Assignee' }).click();
    await page.getByRole('option', { name: 'Whoever uses it' }).click();
    await dialog.getByLabel('Add tags').fill('orders');
    await page.keyboard.press('Enter');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await dialog.getByText('Did you mean "requester.name"?').waitFor();
    agent.complaints.length = 0;

    await dialog.getByLabel('Text').fill('Hello {{requester.name}}, which order is it?');
    await dialog.getByRole('combobox', { name: 'Who has it' }).click();
    await page.getByRole('option', { name: 'Everybody' }).click();
    await dialog.getByRole('button', { name: 'Save' }).click();
    await dialog.waitFor({ state: 'detached' });
    await page.getByText('set Waiting · assign to Whoever uses it · tag orders').waitFor();
  });

  test('by keyboard only: a slash at the start of a line lists macros, and its changes go with the reply', async () => {
    const ticket = await openTicket(agent);
    await open(ticket);
    await page.keyboard.press('r');
    await page.keyboard.type('Thank you, and/or sorry.\n/ord');
    await page.getByRole('option', { name: 'Ask for the order number' }).waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('listbox', { name: 'Macros' }).waitFor({ state: 'detached' });
    await page.keyboard.press('Backspace');
    await page.keyboard.type('d');
    await page.keyboard.press('Control+a');
    await page.keyboard.type('Thank you.\n/ord');
    await page.getByRole('option', { name: 'Ask for the order number' }).waitFor();
    await page.keyboard.press('Enter');
    await page.getByText('Will also:').waitFor();
    expect(await words().inputValue()).toBe('Thank you.\nHello Ana Lopez, which order is it?');

    await page.getByRole('button', { name: /^Leave out: assign to/ }).click();
    await words().focus();
    await page.keyboard.press('Control+Enter');
    await page.getByRole('article').filter({ hasText: 'which order is it?' }).waitFor();
    await page.getByRole('button', { name: 'Status: Waiting' }).waitFor();
    await page.getByText('Will also:').waitFor({ state: 'detached' });
    const after = await agent.call<{ tags: string[]; assignee: unknown }>(
      'GET',
      `/api/v1/tickets/${ticket.number}`,
    );
    expect([after.tags, after.assignee]).toEqual([['orders'], null]);
  });

  test('one that only changes something is applied at once, chosen from the palette and by a tap', async () => {
    await agent.call('POST', '/api/v1/macros', {
      name: 'Take it as urgent',
      changes: { priority: 'urgent', assignee: 'me', addTags: ['fast'] },
    });
    const ticket = await openTicket(agent, { tags: ['vip'] });
    await open(ticket);
    await page.keyboard.press('Control+k');
    await page
      .getByRole('dialog')
      .getByRole('textbox', { name: 'Command palette' })
      .fill('Insert a macro');
    await page.getByRole('button', { name: 'Insert a macro', exact: true }).waitFor();
    await page.keyboard.press('Enter');
    await page.getByRole('option', { name: 'Take it as urgent' }).click();
    await page.getByRole('button', { name: 'Apply now' }).click();
    await page.getByRole('button', { name: 'Priority: Urgent' }).waitFor();
    // The page shows it before the server has it.
    const after = await eventually(async () => {
      const now = await agent.call<{
        priority: string;
        tags: string[];
        assignee: { email: string };
      }>('GET', `/api/v1/tickets/${ticket.number}`);
      return now.priority === 'urgent' ? now : undefined;
    });
    expect(after.tags).toEqual(['vip', 'fast']);
    expect(after.assignee.email).toBe('nora@desk.example');
  });
});
