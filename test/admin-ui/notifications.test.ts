import { findApproval } from '../../db/approval-store';
import { anApproval } from '../support/an-approval';
import { eventually } from '../support/eventually';
import { aDesk, openTicket, password, type AgentPage, type Desk } from './a-desk';
import { violationsOf } from './violations';

describe('what agents are told of', () => {
  let desk: Desk;
  let nora: AgentPage;
  let ben: AgentPage;
  let benId: string;

  beforeAll(async () => {
    desk = await aDesk();
    nora = await desk.agentPage();
    const body = { name: 'Ben Okafor', email: 'ben@desk.example', role: 'agent', password };
    benId = (await nora.call<{ id: string }>('POST', '/api/v1/agents', body)).id;
    ben = await desk.agentPage({ as: body.email });
  }, 120_000);
  afterAll(async () => {
    await ben.close();
    await nora.close();
    await desk.stop();
  });
  afterEach(() => {
    expect(nora.complaints.splice(0)).toEqual([]);
    expect(ben.complaints.splice(0)).toEqual([]);
  });

  test('the bell counts live; the panel says who did what, opens the ticket there, and marks as read', async () => {
    const { page } = ben;
    await page.goto('/tickets');
    await page.getByRole('button', { name: 'Notifications', exact: true }).click();
    const panel = page.getByRole('dialog', { name: 'Notifications' });
    await panel.getByText('Nothing yet').waitFor();
    await page.keyboard.press('Escape');
    await panel.waitFor({ state: 'detached' });

    const { number } = await openTicket(nora, { assigneeId: benId });
    await openTicket(nora, { title: 'Wrong invoice', assigneeId: benId });
    await page.getByRole('button', { name: 'Notifications, 2 unread' }).waitFor();
    await page.keyboard.press('b');
    await panel.getByRole('link', { name: /Wrong invoice/ }).waitFor();
    const violations = await violationsOf(page, { include: ['[role="dialog"]'] });
    expect(violations.map(({ id }) => id)).toEqual([]);
    await panel.getByRole('link', { name: /assigned it to you.*The printer/ }).click();
    await page.waitForURL(`**/tickets/${number}`);
    await page.getByRole('button', { name: 'Notifications, 1 unread' }).click();
    await panel.getByRole('button', { name: 'Mark all as read' }).click();
    await panel.getByRole('button', { name: 'Mark all as read' }).waitFor({ state: 'detached' });
    expect(await panel.getByRole('listitem').count()).toBe(2);
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Notifications', exact: true }).waitFor();

    // What one looks at anyway is no news.
    const third = await openTicket(nora, { title: 'No paper', assigneeId: benId });
    await page.getByRole('button', { name: 'Notifications, 1 unread' }).waitFor();
    await page.goto(`/tickets/${third.number}`);
    await page.getByRole('heading', { level: 1, name: 'No paper' }).waitFor();
    await page.getByRole('button', { name: 'Notifications', exact: true }).waitFor();
  });

  test('each agent chooses of what they are told, and how; it is saved at once', async () => {
    const { page } = ben;
    await page.goto('/tickets');
    await page.getByRole('button', { name: 'Notifications', exact: true }).click();
    await page.getByRole('link', { name: 'Choose what you are told of' }).click();
    const assigned = 'A ticket is assigned to me';
    const inApp = page.getByRole('switch', { name: `${assigned}: In Ticketloom` });
    const mail = page.getByRole('switch', { name: `${assigned}: E-mail` });
    expect(await mail.isChecked()).toBe(true);
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await inApp.focus();
    await page.keyboard.press('Space');
    await mail.focus();
    await page.keyboard.press('Space');
    type Settings = Record<string, { inApp: boolean; mail: boolean }>;
    await eventually(async () => {
      const settings = await ben.call<Settings>('GET', '/api/v1/me/notification-settings');
      return !settings['assigned']?.inApp && !settings['assigned']?.mail;
    });
    await page.reload();
    await inApp.waitFor();
    expect(await inApp.isChecked()).toBe(false);
    await inApp.focus();
    await page.keyboard.press('Space');
  });

  test('who is asked by a Flow hears of it live, and approves by the keyboard on the ticket or rejects on the page', async () => {
    const { page } = ben;
    await page.goto('/tickets');
    const place = page.getByRole('link', { name: /^Approvals/ });
    await page.getByRole('button', { name: 'Notifications', exact: true }).waitFor();
    expect(await place.count()).toBe(0);

    const { number } = await openTicket(nora, { title: 'Money back' });
    const agentIds = [benId];
    const here = await anApproval(desk.db, { agentIds, ticket: number, question: '240 €?' });
    await anApproval(desk.db, { agentIds, question: 'Send the digest?' });
    await page.getByRole('link', { name: 'Approvals 2 wait for your answer' }).waitFor();
    await page.goto(`/tickets/${number}`);
    const card = page.getByRole('region', { name: 'A Flow asks you about this ticket' });
    await card.getByText('240 €?').waitFor();
    await card.getByLabel('Comment').focus();
    await page.keyboard.type('Go on');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.getByText('You approved it').waitFor();
    await card.waitFor({ state: 'detached' });
    expect(await findApproval(desk.db, here.id)).toMatchObject({
      outcome: 'approved',
      people: [{ comment: 'Go on' }],
    });

    await page.getByRole('button', { name: 'Notifications, 1 unread' }).click();
    await page
      .getByRole('link', { name: /Refunds asks for your approval/ })
      .first()
      .click();
    await page.getByText('Send the digest?').waitFor();
    await page.getByRole('button', { name: 'Reject' }).click();
    await page.getByText('Rejected', { exact: true }).waitFor();
    await page.getByRole('link', { name: 'All approvals' }).click();
    await page.getByText('Nothing waits for your answer').waitFor();
    await page.getByRole('link', { name: 'Ended' }).click();
    await page.getByText('Send the digest?').waitFor();
  });

  test('a ticket is watched by a key and by a button, others are added, and its watchers hear of news', async () => {
    const { page } = ben;
    const { number } = await openTicket(nora, { title: 'The loom stands still' });
    await page.goto(`/tickets/${number}`);
    const panel = page.getByRole('complementary');
    await panel.getByRole('button', { name: 'Watch', exact: true }).waitFor();
    await page.keyboard.press('w');
    await panel.getByRole('button', { name: 'Stop watching' }).waitFor();
    await panel.getByText('You', { exact: true }).waitFor();
    await panel.getByLabel('Add somebody').selectOption({ index: 1 });
    await panel.getByRole('button', { name: /stops watching/ }).click();
    await panel.getByRole('button', { name: /stops watching/ }).waitFor({ state: 'detached' });

    await page.getByRole('link', { name: /^Watching/ }).click();
    await page.getByRole('link', { name: /The loom stands still/ }).waitFor();
    await page.getByText('Watched by me').waitFor();
    await nora.call('POST', `/api/v1/tickets/${number}/messages`, {
      kind: 'note',
      text: 'The belt is worn.',
    });
    await page.getByRole('button', { name: 'Notifications, 1 unread' }).click();
    await page.getByRole('link', { name: /added a note.*The loom stands still/ }).click();
    await page.waitForURL(`**/tickets/${number}#message-*`);
    await page.getByText('The belt is worn.').waitFor();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await panel.getByRole('button', { name: 'Stop watching' }).click();
    await panel.getByRole('button', { name: 'Watch', exact: true }).waitFor();
  });

  test('a note mentions a person and a team by @, shown in the thread; in a reply @ is just a letter', async () => {
    await nora.call('POST', '/api/v1/teams', { name: 'Billing', memberIds: [benId] });
    const { number } = await openTicket(nora, { title: 'The invoice is wrong' });
    const { page } = nora;
    await ben.page.goto('/tickets');
    await page.goto(`/tickets/${number}`);
    await page.getByRole('heading', { level: 1, name: 'The invoice is wrong' }).waitFor();
    await page.keyboard.press('n');
    const note = page.getByRole('textbox', { name: 'Internal note' });
    const options = page.getByRole('listbox', { name: /mention/ }).getByRole('option');
    await note.pressSequentially('Please @');
    await eventually(async () => (await options.count()) === 2);
    const include = ['[role="listbox"]', 'textarea'];
    const violations = await violationsOf(page, { include });
    expect(violations.map(({ nodes }) => nodes)).toEqual([]);
    await page.keyboard.press('Escape');
    await options.first().waitFor({ state: 'detached' });
    await note.pressSequentially('b');
    expect(await options.count()).toBe(0);
    await page.keyboard.press('Backspace');
    await page.keyboard.press('Backspace');
    await note.pressSequentially('@oka');
    await page.keyboard.press('Enter');
    await note.pressSequentially('and @bil');
    await options.filter({ hasText: 'Billing' }).click();
    await note.pressSequentially('look at this');
    expect(await note.inputValue()).toBe('Please @Ben Okafor and @Billing look at this');
    await page.keyboard.press('Control+Enter');
    await page.getByRole('log').getByText('@Ben Okafor', { exact: true }).waitFor();
    await page.getByRole('complementary').getByText('Ben Okafor').first().waitFor();

    await page.getByRole('tab', { name: 'Reply' }).click();
    const reply = page.getByRole('textbox', { name: 'Reply to the customer' });
    await reply.pressSequentially('Write to @b');
    expect(await options.count()).toBe(0);

    await ben.page.getByRole('button', { name: 'Notifications, 1 unread' }).click();
    await ben.page.getByRole('link', { name: /mentioned you.*The invoice is wrong/ }).click();
    await ben.page.getByText('@Billing', { exact: true }).waitFor();
  });
});
