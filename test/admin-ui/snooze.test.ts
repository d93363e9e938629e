import { momentOf } from '../../admin-ui/src/features/tickets/snooze/moments';
import { aDesk, openTicket, type AgentPage, type Desk } from './a-desk';

test('the choices of a snooze are mornings that are to come', () => {
  const friday = new Date(2026, 10, 27, 16, 30);
  const monday = new Date(2026, 10, 30, 8, 0);

  expect(momentOf('later', friday)).toEqual(new Date(2026, 10, 27, 19, 30));
  expect(momentOf('tomorrow', friday)).toEqual(new Date(2026, 10, 28, 9));
  expect(momentOf('monday', friday)).toEqual(new Date(2026, 10, 30, 9));
  expect(momentOf('monday', monday)).toEqual(new Date(2026, 11, 7, 9));
  expect(momentOf('week', friday)).toEqual(new Date(2026, 11, 4, 9));
});

describe('snoozing a ticket', () => {
  let desk: Desk;
  let agent: AgentPage;

  beforeAll(async () => {
    desk = await aDesk();
    agent = await desk.agentPage();
  }, 120_000);
  afterAll(() => desk.stop());

  test('takes it out of the way until then, and the time or a click brings it back', async () => {
    const { page } = agent;
    const ticket = await openTicket(agent, { title: 'Call back on Monday' });
    await page.goto(`/tickets/${ticket.number}`);
    await page.getByRole('heading', { level: 1, name: 'Call back on Monday' }).waitFor();

    await page.keyboard.press('z');
    await page
      .getByRole('dialog')
      .getByRole('button', { name: /Next Monday morning/ })
      .click();
    await page
      .getByText(/^Snoozed until/)
      .first()
      .waitFor();
    await page
      .getByText(/snoozed this ticket until/)
      .first()
      .waitFor();
    await page.getByRole('link', { name: /^Snoozed/ }).click();
    await page.getByRole('heading', { level: 1, name: 'Snoozed' }).waitFor();
    const row = page.locator(`tr[data-number="${ticket.number}"]`);
    await row.getByText(/^Snoozed until/).waitFor();
    await page.getByRole('link', { name: /^All open tickets/ }).click();
    await page.getByRole('heading', { level: 1, name: 'All open tickets' }).waitFor();
    await row.waitFor({ state: 'detached' });

    await page.goto(`/tickets/${ticket.number}`);
    await page.getByRole('button', { name: 'Wake it now' }).click();
    await page
      .getByText(/ended the snooze/)
      .first()
      .waitFor();
    await page.getByRole('button', { name: 'Wake it now' }).waitFor({ state: 'detached' });

    await agent.call('PUT', `/api/v1/tickets/${ticket.number}/snooze`, {
      until: new Date(Date.now() + 2_000).toISOString(),
    });
    await page.getByText('The snooze is over: the time has come').first().waitFor();
    expect(agent.complaints).toEqual([]);
  });
});
