import { aDesk, openTicket, password, type AgentPage, type Desk } from './a-desk';

describe('two agents on one ticket', () => {
  let desk: Desk;
  let nora: AgentPage;
  let ana: AgentPage;

  beforeAll(async () => {
    desk = await aDesk();
    nora = await desk.agentPage();
    const email = 'ana@desk.example';
    await nora.call('POST', '/api/v1/agents', { name: 'Ana', email, role: 'agent', password });
    ana = await desk.agentPage({ as: email });
  }, 120_000);
  afterAll(() => desk.stop());

  test('see that the other is there, and what they write, until they have left', async () => {
    const ticket = await openTicket(nora);
    await nora.page.goto(`/tickets/${ticket.number}`);
    await nora.page.getByRole('textbox', { name: 'Reply' }).waitFor();
    const here = nora.page.getByRole('list', { name: 'Others on this ticket' });
    expect(await here.count()).toBe(0);

    await ana.page.goto(`/tickets/${ticket.number}`);
    await here.getByText('Ana looks at this ticket.').waitFor();
    await ana.page
      .getByRole('list', { name: 'Others on this ticket' })
      .getByText('Admin looks at this ticket.')
      .waitFor();

    await ana.page.getByRole('textbox', { name: 'Reply' }).pressSequentially('Hello');
    const writing = nora.page.getByRole('status').filter({ hasText: 'Ana is replying' });
    await writing.waitFor();
    await ana.page.getByRole('tab', { name: 'Internal note' }).click();
    await ana.page.getByRole('textbox', { name: 'Internal note' }).pressSequentially('Hm');
    await nora.page.getByRole('status').filter({ hasText: 'Ana is writing a note' }).waitFor();

    await ana.page.goto('/tickets');
    await here.waitFor({ state: 'detached' });
    expect(await writing.count()).toBe(0);
    expect([...nora.complaints, ...ana.complaints]).toEqual([]);
  });
});
