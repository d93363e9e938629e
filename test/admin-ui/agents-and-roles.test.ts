import { aDesk, openTicket, password, type AgentPage, type Desk } from './a-desk';

describe('agents and their roles', () => {
  let desk: Desk;
  let nora: AgentPage;
  let ticket: number;

  beforeAll(async () => {
    desk = await aDesk();
    nora = await desk.agentPage();
    ticket = (await openTicket(nora)).number;
  }, 120_000);
  afterAll(async () => {
    await nora.close();
    await desk.stop();
  });

  test('who may only read sees everything and is offered nothing that changes it', async () => {
    const rita = { name: 'Rita Reader', email: 'rita@desk.example', role: 'read-only', password };
    await nora.call('POST', '/api/v1/agents', rita);
    const reader = await desk.agentPage({ as: rita.email });
    const { page } = reader;

    await page.goto('/tickets');
    await page.getByRole('link', { name: 'The printer is on fire' }).waitFor();
    expect(await page.getByRole('button', { name: 'New ticket' }).count()).toBe(0);
    expect(await page.getByRole('checkbox').count()).toBe(0);
    expect(await page.getByRole('link', { name: 'Outgoing mail' }).count()).toBe(0);
    await page.getByRole('link', { name: 'The printer is on fire' }).click();

    await page.getByText('Your role is read-only').waitFor();
    await page.getByText('It started this morning.').waitFor();
    expect(await page.getByRole('textbox', { name: 'Reply' }).count()).toBe(0);
    for (const name of [/^Status:/, /^Priority:/, /^Assignee:/]) {
      expect(await page.getByRole('button', { name }).isDisabled()).toBe(true);
    }
    expect(await page.getByRole('button', { name: 'More actions' }).count()).toBe(0);
    expect(await page.getByRole('button', { name: 'Edit the title' }).count()).toBe(0);
    await page.keyboard.press('e');
    await page.goto('/settings/teams');
    await page.getByText('There are no teams yet').waitFor();
    expect(await page.getByRole('button', { name: 'Add a team' }).count()).toBe(0);

    expect(await nora.call('GET', `/api/v1/tickets/${ticket}`)).toMatchObject({ version: 1 });
    expect(reader.complaints).toEqual([]);
    await reader.close();
  }, 60_000);
});
