import type { Page } from 'playwright-core';
import { eventually } from '../support/eventually';
import { aDesk, type AgentPage, type Desk } from './a-desk';

describe('blocking a sender', () => {
  let desk: Desk;
  let agent: AgentPage;
  let page: Page;

  beforeAll(async () => {
    desk = await aDesk();
    agent = await desk.agentPage();
    page = agent.page;
  }, 120_000);
  afterEach(() => expect(agent.complaints.splice(0)).toEqual([]));
  afterAll(() => desk.stop());

  const writes = (from: string, subject: string) =>
    agent.call<{ id: string; outcome: string; ticketNumber?: number }>(
      'POST',
      '/api/v1/outbox/new-mail',
      { from, subject, text: `About: ${subject}` },
    );
  const menu = (name: string) => page.getByRole('navigation', { name: 'Main' }).getByText(name);

  test('marking spam blocks its sender; what they write next is held and can be released', async () => {
    const spam = await writes('win@prizes.example', 'You have won');
    const number = await eventually(() => spam.ticketNumber);
    await page.goto(`/tickets/${number}`);
    const mark = async (): Promise<void> => {
      await page.getByRole('button', { name: 'More actions' }).click();
      await page.getByRole('menuitem', { name: 'Mark as spam…' }).click();
      const dialog = page.getByRole('dialog', { name: `Mark ticket #${number} as spam` });
      await dialog.getByRole('checkbox', { name: 'and block win@prizes.example' }).check();
      await dialog.getByRole('button', { name: 'Mark as spam' }).click();
      await page.getByText(`#${number} marked as spam, win@prizes.example blocked`).waitFor();
    };
    await mark();
    await page.getByRole('checkbox', { name: 'Also unblock win@prizes.example' }).waitFor();
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.getByText(/^Marked as spam since/).waitFor({ state: 'detached' });
    await page.getByText('Undone').waitFor();
    await mark();

    expect(await writes('win@prizes.example', 'Won again')).toMatchObject({ outcome: 'blocked' });
    await menu('Incoming mail').click();
    await page.getByText('Won again').waitFor();
    await page.getByLabel('What became of it').selectOption('Sender blocked');
    await page.getByText('You have won').waitFor({ state: 'detached' });
    const row = page.getByRole('listitem').filter({ hasText: 'Won again' });
    await row.getByText('win@prizes.example is blocked').waitFor();
    await row.getByRole('button', { name: 'Release' }).click();
    await page.getByText(/^The mail is in ticket #\d+$/).waitFor();
    await page.getByText('There is no such mail').waitFor();
    await page.getByLabel('What became of it').selectOption('All mail');
    await row.getByRole('link', { name: /^Ticket #/ }).click();
    await page.getByRole('heading', { name: 'Won again' }).waitFor();

    await page.goto(`/tickets/${number}`);
    await page.getByRole('checkbox', { name: 'Also unblock win@prizes.example' }).waitFor();
    await page.getByRole('button', { name: 'Not spam' }).click();
    await page.getByText('Ticket restored, win@prizes.example unblocked').waitFor();
    expect(await writes('win@prizes.example', 'Sorry')).toMatchObject({ outcome: 'new' });
  });

  test('the settings list whom who blocked, say why somebody cannot be, and unblock', async () => {
    await page.goto('/settings/blocked-senders');
    await page.getByText('Nobody is blocked').waitFor();
    const field = page.getByLabel('Address or domain');
    const block = page.getByRole('button', { name: 'Block', exact: true });
    await field.fill('desk.example');
    await block.click();
    await page.getByText('is in desk.example; block single addresses instead').waitFor();
    // The browser itself logs that this was refused.
    expect(agent.complaints.splice(0)).toEqual([expect.stringContaining('422')]);
    await field.fill('@Spam.example');
    await field.press('Enter');
    await page.getByText('spam.example and everything below it').waitFor();
    await page.getByText(/^Blocked by .* since /).waitFor();
    expect(await field.inputValue()).toBe('');
    expect(await writes('a@mx.spam.example', 'Cheap')).toMatchObject({ outcome: 'blocked' });

    await page.getByRole('button', { name: 'Unblock spam.example' }).click();
    await page.getByText('Nobody is blocked').waitFor();
    expect(await writes('a@mx.spam.example', 'Cheaper')).toMatchObject({ outcome: 'new' });
  });
});
