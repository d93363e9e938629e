import { aDesk, openTicket, type AgentPage, type Desk } from './a-desk';

jest.setTimeout(60_000);

let desk: Desk;
let number: number;
beforeAll(async () => {
  desk = await aDesk();
}, 120_000);
afterAll(() => desk.stop());

describe('the report page', () => {
  let agent: AgentPage;
  beforeAll(async () => (agent = await desk.agentPage()));
  afterAll(() => agent.close());

  test('says of an empty desk that there is nothing yet', async () => {
    await agent.page.goto('/tickets');
    await agent.page.getByRole('link', { name: 'Reports' }).click();

    await agent.page.getByText('There is nothing to report yet').waitFor();
  });

  test('shows what happened, as charts and as tables, for the period in the address', async () => {
    const { page } = agent;
    const team = await agent.call<{ id: string }>('POST', '/api/v1/teams', {
      name: 'Billing',
    });
    ({ number } = await openTicket(agent, { priority: 'urgent', teamId: team.id }));
    const done = await openTicket(agent, { title: 'Quickly done' });
    await agent.call('POST', `/api/v1/tickets/${done.number}/messages`, {
      kind: 'reply',
      text: 'There you are.',
    });
    await agent.call('PATCH', `/api/v1/tickets/${done.number}`, { status: 'resolved' });

    await page.goto('/reports');
    const total = (name: string) =>
      page.locator('dl > div', { has: page.getByText(name, { exact: true }) }).locator('dd');
    await page.getByText('1 of them has no assignee').waitFor();
    expect(await total('Created').first().innerText()).toBe('2');
    expect(await total('Resolved').first().innerText()).toBe('1');
    expect(await total('First response').first().innerText()).toMatch(/ (ms|s)$/);
    await page.getByRole('img', { name: /2 tickets created and 1 resolved between/ }).waitFor();
    await page
      .getByRole('img', { name: /1 open ticket: Low 0, Medium 0, High 0, Urgent 1/ })
      .waitFor();
    await page.locator('.recharts-surface').first().waitFor();

    const agents = page.getByRole('table', { name: 'Agents' });
    expect(await agents.locator('tbody tr td').allInnerTexts()).toEqual([
      '0',
      '1',
      '1',
      expect.stringMatching(/s$/),
      '–',
    ]);
    const teams = page.getByRole('table', { name: 'Teams' });
    expect(await teams.locator('tbody th').allInnerTexts()).toEqual(['Billing']);
    expect(await teams.locator('tbody td').allInnerTexts()).toEqual(['1', '1', '0', '–']);

    await page.getByText('7 days', { exact: true }).click();
    await page
      .getByRole('button', { name: 'Show as a table: Created and resolved per day' })
      .click();
    const days = page.getByRole('table', { name: 'Created and resolved per day' });
    await days.locator('tbody tr').nth(7).waitFor({ state: 'detached' });
    expect(await days.locator('tbody tr').count()).toBe(7);
    expect(await days.locator('tbody tr').last().locator('td').allInnerTexts()).toEqual(['2', '1']);
    expect(new URL(page.url()).search).toBe('?days=7');
    expect(agent.complaints).toEqual([]);
  });
});

describe('the language', () => {
  const lang = (page: AgentPage['page']) => page.locator('html').getAttribute('lang');

  test('follows the browser, and its words come only when they are needed', async () => {
    const english = await desk.agentPage();
    const asked: string[] = [];
    english.page.on('request', (request) => asked.push(request.url()));
    await english.page.goto('/tickets');
    await english.page.getByRole('heading', { name: 'All open tickets' }).waitFor();
    expect(await lang(english.page)).toBe('en');
    const german = await desk.agentPage({ locale: 'de-AT' });
    const more: string[] = [];
    german.page.on('request', (request) => more.push(request.url()));
    await german.page.goto('/tickets');
    await german.page.getByRole('heading', { name: 'Alle offenen Tickets' }).waitFor();

    expect(await lang(german.page)).toBe('de');
    const isGerman = (url: string) => /\/assets\/de-[^/]+\.js$/.test(url);
    expect([asked.some(isGerman), more.some(isGerman)]).toEqual([false, true]);
    await Promise.all([english.close(), german.close()]);
  });

  test('is chosen in the user menu and stays chosen: list and ticket in German', async () => {
    const agent = await desk.agentPage();
    const { page } = agent;
    await page.goto(`/tickets/${number}`);
    await page.getByRole('button', { name: /Signed in as/ }).click();
    await page.getByRole('menuitemradio', { name: 'Deutsch' }).click();

    await page.getByRole('button', { name: 'Status: Offen. Ändern' }).waitFor();
    await page.getByRole('button', { name: 'Priorität: Dringend. Ändern' }).waitFor();
    await page.getByText('Interne Notiz').first().waitFor();
    expect(await lang(page)).toBe('de');

    await page.reload();
    await page.getByRole('button', { name: 'Status: Offen. Ändern' }).waitFor();
    await page.getByRole('link', { name: 'Alle offenen Tickets' }).click();
    await page.getByRole('heading', { name: 'Alle offenen Tickets' }).waitFor();
    await page.getByRole('link', { name: 'The printer is on fire' }).waitFor();
    expect(await page.getByText('Dringend').count()).toBeGreaterThan(0);

    await page.getByRole('link', { name: 'Berichte' }).click();
    await page.getByRole('img', { name: /2 Tickets erstellt und 1 gelöst zwischen/ }).waitFor();

    await page.getByRole('button', { name: /Angemeldet als/ }).click();
    await page.getByRole('menuitemradio', { name: 'English' }).click();
    await page.getByRole('heading', { name: 'Reports' }).waitFor();
    expect(await lang(page)).toBe('en');
    expect(agent.complaints).toEqual([]);
    await agent.close();
  });
});
