import type { Page } from 'playwright-core';
import { eventually } from '../support/eventually';
import { aDesk, complaintsOf, openTicket, type AgentPage, type Desk } from './a-desk';
import { violationsOf } from './violations';

describe('asking customers how satisfied they are', () => {
  let desk: Desk;
  let agent: AgentPage;
  let page: Page;
  let ticket: number;
  let link: string;

  beforeAll(async () => {
    desk = await aDesk();
    agent = await desk.agentPage();
    page = agent.page;
  }, 120_000);
  afterEach(() => expect(agent.complaints.splice(0)).toEqual([]));
  afterAll(() => desk.stop());

  test('an admin lets a mailbox ask; the customer of a resolved ticket gets the mail by itself', async () => {
    await page.goto('/settings/mailboxes');
    await page.getByRole('link', { name: /^Edit / }).click();
    await page.getByRole('switch', { name: 'Ask customers how satisfied they are' }).click();
    await page.getByLabel('So many hours later').fill('0');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText(/ is saved$/).waitFor();

    const me = await agent.call<{ agent: { id: string } }>('GET', '/api/v1/session');
    ticket = (await openTicket(agent, { assigneeId: me.agent.id })).number;
    await agent.call('PATCH', `/api/v1/tickets/${ticket}`, { status: 'resolved' });
    link = await eventually(async () => {
      const { items } = await agent.call<{ items: { to: string[]; text: string }[] }>(
        'GET',
        '/api/v1/outbox',
      );
      const mail = items.find(({ text }) => text.includes('How satisfied are you'));
      if (mail) expect(mail.to).toEqual(['ana@brightfoods.example']);
      return /http\S+\/t\/[\w-]+/.exec(mail?.text ?? '')?.[0];
    }, 45_000);
  });

  test('the customer says so on a page of their own, and may change their mind', async () => {
    const context = await desk.browser.newContext({ viewport: { width: 375, height: 800 } });
    const customer = await context.newPage();
    const complaints = complaintsOf(customer);
    await customer.goto(`${desk.url}${new URL(link).pathname}`);
    await customer.getByRole('group', { name: 'How satisfied are you with our help?' }).waitFor();
    expect(await faultsOf(customer)).toEqual([]);

    await customer.getByRole('radio', { name: 'So-so' }).focus();
    await customer.keyboard.press('Space');
    await customer.keyboard.press('ArrowRight');
    await customer.getByLabel('Is there anything to add?').fill('Fast and friendly.');
    expect(await faultsOf(customer)).toEqual([]);
    await customer.getByRole('button', { name: 'Send the rating' }).click();
    await customer.getByText('You rated our help: Happy. Thank you.').waitFor();
    await customer.reload();
    await customer.getByText('Fast and friendly.').waitFor();
    expect(await faultsOf(customer)).toEqual([]);

    await customer.getByRole('button', { name: 'Change it' }).click();
    await customer.getByRole('radio', { name: 'Very happy' }).check();
    await customer.getByRole('button', { name: 'Send the rating' }).click();
    await customer.getByText('You rated our help: Very happy. Thank you.').waitFor();
    expect(complaints).toEqual([]);
    await context.close();
  });

  test('agents see it on the ticket, are told of it, and find it in the reports', async () => {
    await page.goto(`/tickets/${ticket}`);
    const side = page.getByRole('complementary', { name: 'About this ticket' });
    await side.getByText(/^5 of 5/).waitFor();
    await side.getByText('“Fast and friendly.”', { exact: true }).waitFor();
    await page
      .getByRole('log')
      .getByText('Ana Lopez rated the help: 5 of 5, “Fast and friendly.”')
      .waitFor();
    const told = await agent.call<{ items: { kind: string }[] }>('GET', '/api/v1/notifications');
    expect(told.items.map(({ kind }) => kind)).toContain('rated');

    await page.goto('/reports');
    const figure = page.locator('dl > div').filter({ hasText: 'Satisfied customers' });
    await figure.getByText('100%').waitFor();
    await figure.getByText('Ratings: 1, asked: 1.').waitFor();
  });
});

async function faultsOf(page: Page): Promise<string[]> {
  const violations = await violationsOf(page);
  return violations.map(({ id, nodes }) => `${id}: ${nodes[0]!.html}`);
}
