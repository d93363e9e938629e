import { eventually } from '../support/eventually';
import { aDesk, openTicket, type AgentPage, type Desk } from './a-desk';

describe('custom fields in the list of tickets', () => {
  let desk: Desk;
  let agent: AgentPage;

  beforeAll(async () => {
    desk = await aDesk();
    agent = await desk.agentPage();
    for (const body of [
      { title: 'Amount', type: 'number' },
      { title: 'Plan', type: 'select', options: ['free', 'pro'] },
    ]) {
      await agent.call('POST', '/api/v1/custom-fields', body);
    }
  }, 120_000);
  afterAll(() => desk.stop());

  test('are shown as columns, asked for by filters, ordered by, and saved with a view', async () => {
    const { page } = agent;
    const small = await openTicket(agent, {
      title: 'Small',
      customFields: { amount: 5, plan: 'pro' },
    });
    await openTicket(agent, { title: 'Large', customFields: { amount: 1_200, plan: 'pro' } });
    await openTicket(agent, { title: 'Free', customFields: { amount: 9, plan: 'free' } });
    await openTicket(agent, { title: 'Bare' });
    await page.goto('/tickets');
    const titles = () => page.locator('[data-row-link]').allTextContents();
    const shown = (wanted: string[]) =>
      eventually(async () => (await titles()).join() === wanted.join());

    await page.getByRole('button', { name: 'Columns' }).click();
    await page.getByRole('menuitemcheckbox', { name: 'Amount' }).click();
    await page.keyboard.press('Escape');
    await page.getByRole('columnheader', { name: 'Amount' }).waitFor();
    await page.getByRole('cell', { name: '1,200' }).waitFor();

    await page.getByRole('button', { name: 'Sort' }).click();
    await page.getByRole('menuitemradio', { name: 'Amount, highest first' }).click();
    await shown(['Large', 'Free', 'Small', 'Bare']);

    await page.getByRole('button', { name: 'More filters' }).click();
    await page.getByRole('menuitem', { name: 'Plan' }).click();
    await page.getByRole('dialog', { name: 'Plan' }).getByLabel('pro').check();
    await shown(['Large', 'Small']);
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'More filters' }).click();
    await page.getByRole('menuitem', { name: 'Amount' }).click();
    await page.getByRole('dialog', { name: 'Amount' }).getByLabel('To').fill('100');
    await page.keyboard.press('Enter');
    await shown(['Small']);
    await page.keyboard.press('Escape');
    expect(Object.fromEntries(new URL(page.url()).searchParams)).toMatchObject({
      'field.plan': 'pro',
      'field.amount.to': '100',
      sort: '-field.amount',
    });

    await page.getByRole('button', { name: 'Save as view' }).click();
    await page.getByRole('dialog').getByLabel('Name').fill('Small plans');
    await page.getByRole('dialog').getByRole('button', { name: 'Save view' }).click();
    await page.getByRole('heading', { level: 1, name: 'Small plans' }).waitFor();
    await page.getByRole('link', { name: 'All open tickets' }).first().click();
    await shown(['Bare', 'Free', 'Large', 'Small']);
    await page.getByRole('link', { name: /^Small plans/ }).click();
    await shown(['Small']);
    expect(await titles()).toEqual(['Small']);

    await agent.call('PATCH', `/api/v1/tickets/${small.number}`, {
      customFields: { plan: 'free' },
    });
    await page.locator(`[data-number="${small.number}"][data-left]`).waitFor();
    expect(agent.complaints).toEqual([]);
  });

  test('a status is chosen with its effect in words', async () => {
    const { page } = agent;
    const ticket = await openTicket(agent);
    await page.goto(`/tickets/${ticket.number}`);

    await page.getByRole('button', { name: /^Status: Open/ }).click();
    await page.getByRole('menuitem', { name: /Waiting.*their answer opens it again/ }).click();

    await page.getByRole('button', { name: /^Status: Waiting/ }).waitFor();
  });
});
