import type { BrowserContext, Page } from 'playwright-core';
import { eventually } from '../support/eventually';
import { aDesk, complaintsOf, openTicket, type AgentPage, type Desk } from './a-desk';

describe('live chat, from the visitor to the ticket', () => {
  let desk: Desk;
  let agent: AgentPage;
  let visitors: BrowserContext;
  let visitor: Page;
  let visitorComplaints: string[];

  beforeAll(async () => {
    desk = await aDesk();
  }, 120_000);
  beforeEach(async () => {
    agent = await desk.agentPage();
    visitors = await desk.browser.newContext({
      baseURL: desk.url,
      viewport: { width: 375, height: 740 },
    });
    visitor = await visitors.newPage();
    visitor.setDefaultTimeout(15_000);
    visitorComplaints = complaintsOf(visitor);
  });
  afterEach(async () => {
    expect([...agent.complaints, ...visitorComplaints]).toEqual([]);
    await agent.close();
    await visitors.close();
  });
  afterAll(() => desk.stop());

  const start = async (text: string, who: { name?: string; email?: string } = {}) => {
    await visitor.goto('/chat');
    if (who.name) await visitor.getByLabel('Your name').fill(who.name);
    if (who.email) await visitor.getByLabel('Your e-mail').fill(who.email);
    await visitor.getByLabel('Your message').fill(text);
    await visitor.getByRole('button', { name: 'Start the chat' }).click();
    await visitor.getByRole('log').getByText(text).waitFor();
  };

  test('both sides talk live, the conversation becomes a ticket, and each side shows the other', async () => {
    const { page } = agent;
    await page.goto('/inbox');
    await page.getByText('Choose a conversation').waitFor();

    await start('My invoice of October is wrong', { name: 'Bo Berg', email: 'bo@berg.example' });
    const row = page.getByRole('link', { name: 'Bo Berg' });
    await row.getByRole('img', { name: '1 unread message' }).waitFor();
    await page
      .getByRole('navigation')
      .getByText('1 conversation with unread messages')
      .first()
      .waitFor({ state: 'attached' });
    await row.click();
    const conversation = page.getByRole('article', { name: 'Bo Berg' });
    await conversation.getByText('Unverified address').waitFor();
    await row.getByRole('img', { name: '1 unread message' }).waitFor({ state: 'detached' });

    await page.keyboard.press('r');
    await page.getByLabel('Answer the visitor').fill('Hello Bo, let me look.');
    await page.keyboard.press('Control+Enter');
    await visitor.getByRole('log').getByText('Hello Bo, let me look.').waitFor();
    await visitor.getByLabel('Your message').fill('Thank you!');
    await visitor.keyboard.press('Enter');
    await conversation.getByText('Thank you!').waitFor();
    await visitor.reload();
    await visitor.getByRole('log').getByText('Hello Bo, let me look.').waitFor();

    await conversation.getByRole('button', { name: 'Assign to me' }).click();
    await conversation.getByRole('button', { name: 'Escalate to ticket' }).click();
    const dialog = page.getByRole('dialog');
    const title = dialog.getByLabel('Title');
    expect(await title.inputValue()).toBe('My invoice of October is wrong');
    await dialog.getByRole('combobox', { name: 'Priority' }).click();
    await page.getByRole('option', { name: 'High' }).click();
    await dialog.getByRole('button', { name: 'Create the ticket' }).click();
    const link = conversation.getByRole('link', { name: /Escalated to #\d+/ });
    await link.waitFor();
    await visitor
      .getByRole('log')
      .getByText(/We opened ticket #\d+ for you/)
      .waitFor();

    await link.click();
    await page.getByRole('heading', { level: 1, name: 'My invoice of October' }).waitFor();
    await page.getByRole('button', { name: 'Priority: High' }).waitFor();
    const panel = page.getByRole('complementary');
    await panel.getByText('bo@berg.example').first().waitFor();
    await page.getByRole('log').getByText('Transcript of a conversation with Bo Berg').waitFor();
    await page.getByRole('log').getByText('Hello Bo, let me look.').waitFor();
    await panel.getByRole('link', { name: 'with Bo Berg' }).click();
    await page
      .getByRole('link', { name: /Escalated to #\d+/ })
      .first()
      .waitFor();
  });

  test('escalating asks for an address when the visitor gave none', async () => {
    const { page } = agent;
    await start('I forgot who I am');
    await page.goto('/inbox');
    await page.getByRole('link', { name: 'I forgot who I am' }).click();
    await page.getByText('No e-mail address').waitFor();

    await page.keyboard.press('e');
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: 'Create the ticket' }).click();
    await dialog.getByText('Give the visitor’s e-mail address.').waitFor();
    await dialog.getByLabel('The visitor’s e-mail').fill('someone@nowhere.example');
    await dialog.getByRole('button', { name: 'Create the ticket' }).click();

    await page
      .getByRole('link', { name: /Escalated to #\d+/ })
      .first()
      .waitFor();
    await page.getByRole('link', { name: 'someone@nowhere.example' }).first().waitFor();
  });

  test('a customer follows the link in a reply, sees no note, and the answer opens the ticket again', async () => {
    const { page } = agent;
    const { number } = await openTicket(agent, { requester: { email: 'cleo@link.example' } });
    const say = (body: object) => agent.call('POST', `/api/v1/tickets/${number}/messages`, body);
    await say({ kind: 'note', text: 'The customer is wrong.' });
    await say({ kind: 'reply', text: 'Is it solved now?', setStatus: 'waiting' });
    const link = await eventually(async () => {
      const { items } = await agent.call<{ items: { to: string[]; text: string }[] }>(
        'GET',
        '/api/v1/outbox',
      );
      const mail = items.find(({ to }) => to.includes('cleo@link.example'));
      return mail && /https?:\/\/\S+(\/t\/\S+)/.exec(mail.text)?.[1];
    });
    await page.goto(`/tickets/${number}`);
    await page.getByRole('button', { name: 'Status: Waiting' }).waitFor();

    await visitor.goto(link);
    await visitor.getByText('We wait for your answer.').waitFor();
    await visitor.getByText('Is it solved now?').waitFor();
    expect(await visitor.content()).not.toContain('is wrong');
    await visitor.getByLabel('Your answer').fill('No, it still burns.');
    await visitor.getByRole('button', { name: 'Send the answer' }).click();
    await visitor.getByText('Thank you, we have your answer.').waitFor();

    await page.getByRole('log').getByText('No, it still burns.').waitFor();
    await page.getByRole('button', { name: 'Status: Open' }).waitFor();
  });

  test('a closed conversation opens again when the visitor writes, and a new one begins empty', async () => {
    const { page } = agent;
    await start('Only a short question', { name: 'Cleo' });
    await page.goto('/inbox');
    await page.getByRole('link', { name: 'Cleo' }).click();
    await page.getByRole('button', { name: 'Close', exact: true }).click();
    await visitor.getByText('This conversation is closed').waitFor();

    await visitor.getByLabel('Your message').fill('One more thing');
    await visitor.getByRole('button', { name: 'Send' }).click();
    await page.getByRole('article').getByText('One more thing').waitFor();
    await page.getByRole('button', { name: 'Close', exact: true }).click();
    await visitor.getByRole('button', { name: 'Start a new conversation' }).click();

    await visitor.getByRole('button', { name: 'Start the chat' }).waitFor();
    expect(await visitor.getByText('Only a short question').count()).toBe(0);
  });
});
