import type { Page } from 'playwright-core';
import { eventually } from '../support/eventually';
import {
  admin,
  aDesk,
  openTicket,
  password,
  type AgentPage,
  type Desk,
  type TicketAnswer,
} from './a-desk';

describe('an agent’s day at the desk', () => {
  let desk: Desk;
  let agent: AgentPage;
  let page: Page;

  beforeAll(async () => {
    desk = await aDesk();
  }, 120_000);
  beforeEach(async () => {
    agent = await desk.agentPage();
    page = agent.page;
  });
  afterEach(async () => {
    expect(agent.complaints).toEqual([]);
    await agent.close();
  });
  afterAll(() => desk.stop());

  const rowOf = (ticket: TicketAnswer, on = page) =>
    on.locator(`tr[data-number="${ticket.number}"]`);
  const open = async (ticket: TicketAnswer): Promise<void> => {
    await page.goto(`/tickets/${ticket.number}`);
    await page.getByRole('heading', { level: 1, name: `#${ticket.number}` }).waitFor();
  };
  const ticketNow = (ticket: TicketAnswer) =>
    agent.call<TicketAnswer & { assignee: { email: string } | null }>(
      'GET',
      `/api/v1/tickets/${ticket.number}`,
    );

  test('whoever is not signed in logs in first and comes to the page that was wanted', async () => {
    const stranger = await desk.browser.newPage({ baseURL: desk.url });
    await stranger.goto('/tickets?priority=urgent');

    await stranger.getByLabel('E-mail').fill(admin);
    await stranger.getByLabel('Password', { exact: true }).fill('not the password');
    await stranger.getByRole('button', { name: 'Log in' }).click();
    await stranger
      .getByRole('alert')
      .getByText('The e-mail address or the password is wrong')
      .waitFor();
    await stranger.getByLabel('Password', { exact: true }).fill(password);
    await stranger.getByRole('button', { name: 'Log in' }).click();
    await stranger.getByRole('heading', { level: 1, name: 'Tickets' }).waitFor();

    expect(new URL(stranger.url()).search).toBe('?priority=urgent');
    await stranger.close();
  });

  test('signing out ends the session', async () => {
    const other = await desk.agentPage();
    await other.page.goto('/');

    await other.page.getByRole('button', { name: 'Signed in as' }).click();
    await other.page.getByRole('menuitem', { name: 'Sign out' }).click();
    await other.page.getByRole('heading', { name: 'Log in' }).waitFor();

    await expect(other.call('GET', '/api/v1/session')).rejects.toThrow('401');
    await other.close();
  });

  test('the filters stand in the address, and a link shows the same list', async () => {
    const urgent = await openTicket(agent, { priority: 'urgent', title: 'Checkout is down' });
    const low = await openTicket(agent, { priority: 'low', title: 'A small wish' });
    await page.goto('/tickets');
    await rowOf(low).waitFor();

    await page.getByRole('button', { name: 'Priority Any' }).click();
    await page.getByRole('menuitemcheckbox', { name: 'Urgent' }).click();
    await rowOf(low).waitFor({ state: 'detached' });

    expect(new URL(page.url()).search).toBe('?priority=urgent');
    await rowOf(urgent).getByText('Urgent').waitFor();
    const link = await page.context().newPage();
    await link.goto(page.url());
    await rowOf(urgent, link).waitFor();
    expect(await rowOf(low, link).count()).toBe(0);
  });

  test('the list keeps up: rows change in place, and new ones wait until they are asked for', async () => {
    const ticket = await openTicket(agent, { title: 'Seen by two' });
    await page.goto('/tickets');
    await rowOf(ticket).getByText('Open').waitFor();
    const rows = await page.locator('tbody tr').count();

    await agent.call('PATCH', `/api/v1/tickets/${ticket.number}`, { priority: 'high' });
    const second = await openTicket(agent, { title: 'Written meanwhile' });
    await rowOf(ticket).getByText('High').waitFor();
    await page.getByRole('button', { name: '1 new ticket' }).waitFor();

    expect(await page.locator('tbody tr').count()).toBe(rows);
    await page.keyboard.press('.');
    await rowOf(second).waitFor();
  });

  test('j, k and Enter walk the list and open a ticket', async () => {
    const older = await openTicket(agent, { title: 'The older one' });
    await openTicket(agent, { title: 'The newer one' });
    await page.goto('/tickets');
    await rowOf(older).waitFor();

    await page.keyboard.press('j');
    await page.keyboard.press('j');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: 'The older one' }).waitFor();

    expect(new URL(page.url()).pathname).toBe(`/tickets/${older.number}`);
  });

  test('a new ticket for an address that nobody knows makes a lead', async () => {
    await page.goto('/tickets');
    await page.getByRole('heading', { name: 'All open tickets' }).waitFor();
    await page.keyboard.press('c');
    const dialog = page.getByRole('dialog', { name: 'New ticket' });
    await dialog.getByLabel('Customer').fill('kim@nowhere.example');
    await page.getByRole('option', { name: 'kim@nowhere.example as a new lead' }).click();
    await dialog.getByLabel('Title').fill('Where is my parcel?');
    await dialog.getByLabel('Description').fill('It left on Monday.');
    await dialog.getByRole('button', { name: 'Create ticket' }).click();

    await page.getByRole('heading', { level: 1, name: 'Where is my parcel?' }).waitFor();
    const side = page.getByRole('complementary', { name: 'About this ticket' });
    await side.getByText('kim@nowhere.example').waitFor();
    await side.getByText('Lead').waitFor();
    await page.getByRole('log').getByText('It left on Monday.').waitFor();
  });

  test('a new ticket without a title is not sent; what was typed is kept', async () => {
    await page.goto('/tickets');
    await page.getByRole('button', { name: 'New ticket' }).click();
    const dialog = page.getByRole('dialog', { name: 'New ticket' });
    await dialog.getByLabel('Description').fill('Half a thought');

    await dialog.getByRole('button', { name: 'Create ticket' }).click();
    await dialog.getByText('Give the ticket a title.').waitFor();
    await dialog.getByRole('button', { name: 'Finish later' }).click();
    await page.getByRole('button', { name: 'New ticket' }).click();

    expect(await dialog.getByLabel('Description').inputValue()).toBe('Half a thought');
  });

  test('the status menu offers the allowed moves only', async () => {
    const ticket = await openTicket(agent);
    await agent.call('PATCH', `/api/v1/tickets/${ticket.number}`, { status: 'closed' });
    await open(ticket);

    await page.keyboard.press('s');
    const items = page.getByRole('menuitem');
    await items.first().waitFor();

    expect(await items.allInnerTexts()).toEqual(['Open\nNeeds an agent’s next look.']);
    await page.getByRole('button', { name: 'Reopen the ticket' }).waitFor();
  });

  test('Escape closes a menu first, and only then leaves the ticket', async () => {
    const ticket = await openTicket(agent);
    await open(ticket);
    await page.keyboard.press('s');
    await page.getByRole('menu').waitFor();

    await page.keyboard.press('Escape');
    await page.getByRole('menu').waitFor({ state: 'detached' });
    expect(new URL(page.url()).pathname).toBe(`/tickets/${ticket.number}`);

    await page.keyboard.press('Escape');
    await rowOf(ticket).waitFor();
  });

  test('status, priority and assignee change with a few keys, and the history says who did it', async () => {
    const ticket = await openTicket(agent);
    await open(ticket);

    await page.keyboard.press('p');
    await page.getByRole('menuitemradio', { name: 'Urgent' }).click();
    await page.getByRole('button', { name: 'Priority: Urgent' }).waitFor();
    await page.keyboard.press('i');
    await page.keyboard.press('s');
    await page.getByRole('menuitem', { name: 'In Progress' }).click();
    await page.getByRole('log').getByText('from Open to In Progress').waitFor();

    expect(await ticketNow(ticket)).toMatchObject({
      status: 'in_progress',
      priority: 'urgent',
      assignee: { email: admin },
    });
  });

  test('a ticket is escalated in its menu; its level stands in the list, and can be taken back', async () => {
    const { page } = agent;
    const ticket = await openTicket(agent, { title: 'The loom burns' });
    await page.goto(`/tickets/${ticket.number}`);
    await page.getByRole('button', { name: 'More' }).click();
    await page.getByRole('menuitem', { name: 'Escalate…' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Level 3' }).click();
    await page
      .getByText(/escalated this ticket to level 3/)
      .first()
      .waitFor();
    await page.goto('/tickets');
    const row = page.locator(`tr[data-number="${ticket.number}"]`);
    await row.getByText('Level 3').waitFor();

    await page.goto(`/tickets/${ticket.number}`);
    await page.getByRole('button', { name: 'More' }).click();
    await page.getByRole('menuitem', { name: 'Escalate…' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Not escalated' }).click();
    await page
      .getByText(/ended the escalation/)
      .first()
      .waitFor();
  });

  test('a refused change is taken back, with the server’s sentence', async () => {
    const ticket = await openTicket(agent, { title: 'As it was' });
    await open(ticket);
    await page.route(`**/api/v1/tickets/${ticket.number}`, (route) =>
      route.request().method() === 'PATCH'
        ? route.fulfill({
            status: 409,
            contentType: 'application/problem+json',
            body: JSON.stringify({ code: 'ticket-closed', detail: 'Somebody has closed it.' }),
          })
        : route.fallback(),
    );

    await page.keyboard.press('p');
    await page.getByRole('menuitemradio', { name: 'High' }).click();
    await page.getByRole('alert').getByText('Somebody has closed it.').waitFor();

    await page.getByRole('button', { name: 'Priority: Medium' }).waitFor();
    // The browser itself logs every refused request.
    expect(agent.complaints.splice(0)).toEqual([expect.stringContaining('409')]);
  });

  test('a reply shows where it goes, is mailed there, and takes the status along', async () => {
    const ticket = await openTicket(agent, { title: 'A question' });
    await open(ticket);

    await page.keyboard.press('r');
    const composer = page.getByRole('region', { name: 'Write' });
    await page.getByText('Goes to ana@brightfoods.example').waitFor();
    await composer.getByText('Ana Lopez <ana@brightfoods.example>').waitFor();
    await composer.getByText('at Support <support@').waitFor();
    await page.getByLabel('Reply to the customer').fill('Please restart the printer.');
    await page.getByRole('combobox', { name: 'Status after sending' }).click();
    await page.getByRole('option', { name: 'Set Waiting' }).click();
    await composer.getByRole('button', { name: 'Send reply' }).click();
    const message = page.getByRole('article').filter({ hasText: 'Please restart the printer.' });
    await message.getByText('Sent').waitFor({ timeout: 30_000 });

    expect((await ticketNow(ticket)).status).toBe('waiting');
    expect(await mailsTo('ana@brightfoods.example', `#${ticket.number}-`)).toHaveLength(1);
    expect(await page.getByLabel('Reply to the customer').inputValue()).toBe('');
  });

  test('an internal note looks different, and nobody outside gets it', async () => {
    const ticket = await openTicket(agent, { requester: { email: 'lea@secret.example' } });
    await open(ticket);

    await page.keyboard.press('n');
    await page.getByLabel('Internal note', { exact: true }).last().fill('The customer is wrong.');
    const composer = page.getByRole('region', { name: 'Write' });
    await composer.getByText('Only your team sees this').waitFor();
    expect(await composer.getByRole('button', { name: 'Send reply' }).count()).toBe(0);
    await page.keyboard.press('Control+Enter');
    const note = page.getByRole('article').filter({ hasText: 'The customer is wrong.' });
    await note.getByText('Internal note · only your team sees this').waitFor();

    expect(await note.evaluate(borderOf)).toBe('dashed');
    // A reply after it is mailed, so whatever the note could have sent would be there too.
    await agent.call('POST', `/api/v1/tickets/${ticket.number}/messages`, {
      kind: 'reply',
      text: 'Hello Lea',
    });
    await eventually(async () => (await mailsTo('lea@secret.example')).length > 0);
    expect(JSON.stringify(await mailsTo('lea@secret.example'))).not.toContain('is wrong');
  });

  test('two clicks on send are one reply', async () => {
    const ticket = await openTicket(agent);
    await open(ticket);
    await page.getByLabel('Reply to the customer').fill('Once is enough.');

    await page.getByRole('button', { name: 'Send reply' }).dblclick();
    await page.getByRole('article').filter({ hasText: 'Once is enough.' }).waitFor();

    const { items } = await agent.call<{ items: { text: string }[] }>(
      'GET',
      `/api/v1/tickets/${ticket.number}/messages`,
    );
    expect(items.filter(({ text }) => text.includes('Once is enough.'))).toHaveLength(1);
  });

  test('what is being written survives a reload, apart for reply and note', async () => {
    const ticket = await openTicket(agent);
    await open(ticket);
    await page.getByLabel('Reply to the customer').fill('For the customer');
    await page.getByText('Draft saved').waitFor();
    await page.getByRole('tab', { name: 'Internal note' }).click();
    await page.getByLabel('Internal note', { exact: true }).last().fill('For the team');
    await page.getByText('Draft saved').waitFor();

    await page.reload();
    await page.getByRole('tab', { name: 'Reply' }).waitFor();

    await page.getByText('For the customer').waitFor();
    await page.getByRole('tab', { name: 'Internal note' }).click();
    const note = page.getByLabel('Internal note', { exact: true }).last();
    await eventually(async () => (await note.inputValue()) === 'For the team');
  });

  test('what a colleague writes appears on the open ticket', async () => {
    await agent.call('POST', '/api/v1/agents', {
      name: 'Tomás Ferreira',
      email: 'tomas@desk.example',
      password,
    });
    const colleague = await desk.agentPage({ as: 'tomas@desk.example' });
    const ticket = await openTicket(agent);
    await open(ticket);

    await colleague.call('POST', `/api/v1/tickets/${ticket.number}/messages`, {
      kind: 'note',
      text: 'I call them now.',
    });
    const note = page.getByRole('article').filter({ hasText: 'I call them now.' });
    await note.waitFor();

    await note.getByText('Tomás Ferreira').waitFor();
    await colleague.close();
  });

  test('answering as the customer in the outgoing mail opens a waiting ticket again', async () => {
    const ticket = await openTicket(agent, { requester: { email: 'bo@answers.example' } });
    await agent.call('POST', `/api/v1/tickets/${ticket.number}/messages`, {
      kind: 'reply',
      text: 'Is it solved?',
      setStatus: 'waiting',
    });
    await eventually(async () => (await mailsTo('bo@answers.example')).length > 0);
    await page.goto('/mail');

    await page.getByRole('link', { name: 'To bo@answers.example' }).first().click();
    await page.getByRole('button', { name: 'Reply as the customer' }).click();
    await page
      .getByRole('textbox', { name: 'Reply as bo@answers.example' })
      .fill('No, it still burns.');
    await page.getByRole('button', { name: 'Send as the customer' }).click();
    await page.getByRole('link', { name: `See ticket #${ticket.number}` }).click();

    await page.getByRole('log').getByText('No, it still burns.').waitFor();
    await page.getByRole('button', { name: 'Status: Open' }).waitFor();
    await page.getByRole('log').getByText('from Waiting to Open').waitFor();
  });

  test('a customer’s HTML is shown in a frame that runs nothing', async () => {
    const mail = await rawMail(
      'eve@evil.example',
      '<p>Look: <b>bold</b></p><img src=x onerror="parent.hacked=1"><script>parent.hacked=1</script>',
    );
    await page.goto(`/tickets/${mail.ticketNumber}`);

    const body = page.frameLocator('iframe').locator('body');
    await body.getByText('bold').waitFor();

    expect(await page.locator('iframe').getAttribute('sandbox')).not.toContain('allow-scripts');
    expect(await page.evaluate(`'hacked' in window`)).toBe(false);
  });

  test('a Flow is shown in words, with its runs and what each step did', async () => {
    const flow = await agent.call<{ id: string }>('POST', '/api/v1/flows', {
      language: 1,
      flow: 'vip-note',
      title: 'Urgent tickets get a note',
      on: [{ event: 'ticket.priority_changed', when: { field: 'priority', changed_to: 'urgent' } }],
      steps: [{ id: 'tell', use: 'core.add-note@1', with: { text: 'Look at #{{ticket.number}}' } }],
    });
    await agent.call('POST', `/api/v1/flows/${flow.id}/publish`);
    const ticket = await openTicket(agent);
    await agent.call('PATCH', `/api/v1/tickets/${ticket.number}`, { priority: 'urgent' });

    await page.goto('/flows');
    await page.getByText('When priority changes to Urgent').waitFor();
    await page.getByRole('link', { name: 'Urgent tickets get a note' }).first().click();
    await page.getByText('Add a note').waitFor();
    await page.getByRole('tab', { name: 'YAML' }).click();
    await page.getByText('changed_to: urgent').waitFor();
    await open(ticket);
    await page.getByRole('log').getByText(`Look at #${ticket.number}`).waitFor();
    await page
      .getByRole('complementary')
      .getByRole('link', { name: 'Urgent tickets get a note' })
      .click();
    await page.getByText('tell · core.add-note@1').waitFor();

    await page.getByText('Completed').nth(1).waitFor();
  });

  test('a banner says that automation is paused, and what happens to the work', async () => {
    await page.route('**/readyz', (route) =>
      route.fulfill({
        json: { database: {}, temporal: { address: '', namespace: '', reachable: false } },
      }),
    );
    await page.goto('/tickets');

    await page.getByText('Automation is paused.').waitFor();
    await page.getByText('Your changes are saved').waitFor();
  });

  test('light or dark is kept, and set before the page is drawn', async () => {
    await page.goto('/tickets');
    await page.getByRole('button', { name: 'Switch to dark colours' }).click();

    await page.addInitScript({
      content: `document.addEventListener('readystatechange', () => {
        window.name ||= document.documentElement.dataset.mantineColorScheme ?? 'unset';
      })`,
    });
    await page.reload();

    expect(await page.evaluate('window.name')).toBe('dark');
  });

  interface CaughtMail {
    subject: string;
    to: string[];
    text: string;
  }

  async function mailsTo(address: string, subjectHolds = ''): Promise<CaughtMail[]> {
    const { items } = await agent.call<{ items: CaughtMail[] }>('GET', '/api/v1/outbox?limit=200');
    return items.filter(
      ({ to, subject }) => to.includes(address) && subject.includes(subjectHolds),
    );
  }

  async function rawMail(from: string, html: string): Promise<{ ticketNumber: number }> {
    const mailboxes = await agent.call<{ items: { address: string }[] }>(
      'GET',
      '/api/v1/mailboxes',
    );
    const raw = [
      `From: Eve <${from}>`,
      `To: ${mailboxes.items[0]!.address}`,
      'Subject: Hello',
      'Message-ID: <html-1@evil.example>',
      'MIME-Version: 1.0',
      'Content-Type: text/html; charset=utf-8',
      '',
      html,
    ].join('\r\n');
    const taken = await page.request.post('/api/v1/inbound-mail', {
      headers: { 'Content-Type': 'message/rfc822' },
      data: Buffer.from(raw),
    });
    const { id } = (await taken.json()) as { id: string };
    return eventually(async () => {
      const mail = await agent.call<{ ticketNumber?: number | null }>(
        'GET',
        `/api/v1/inbound-mail/${id}`,
      );
      return mail.ticketNumber ? { ticketNumber: mail.ticketNumber } : null;
    });
  }
});

/** Runs in the browser. */
function borderOf(element: unknown): string {
  const page = globalThis as unknown as {
    getComputedStyle(of: unknown): { borderTopStyle: string };
  };
  return page.getComputedStyle(element).borderTopStyle;
}
