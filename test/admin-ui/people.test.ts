import { eventually } from '../support/eventually';
import { aDesk, openTicket, type AgentPage, type Desk } from './a-desk';

describe('people', () => {
  let desk: Desk;
  let agent: AgentPage;

  beforeAll(async () => {
    desk = await aDesk();
    agent = await desk.agentPage();
  }, 120_000);
  afterAll(async () => {
    await agent.close();
    await desk.stop();
  });
  afterEach(() => expect(agent.complaints.splice(0)).toEqual([]));

  test('a ticket for a new contact of a new company, by the keyboard only; its page and the company’s show it', async () => {
    const { page } = agent;
    await page.goto('/people');
    await page.getByText('Nobody here yet').waitFor();
    await page.keyboard.press('c');
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Customer').waitFor();
    await page.keyboard.type('Vera Veridian');
    await page.getByRole('option', { name: 'Add a new contact or lead…' }).waitFor();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');

    const person = dialog.getByRole('group', { name: 'New person' });
    await person.locator('input:focus').waitFor();
    await page.keyboard.press('Enter');
    await person.getByText('Give the e-mail address.').waitFor();
    await page.keyboard.press('Tab');
    await page.keyboard.type('no address');
    await page.keyboard.press('Enter');
    await person.getByText('this is no e-mail address').waitFor();
    // The browser itself logs the refusal.
    expect(agent.complaints.splice(0)).toEqual([expect.stringContaining('422')]);
    await page.keyboard.press('ControlOrMeta+a');
    await page.keyboard.type('vera@veridian.example');
    await page.keyboard.press('Tab');
    await page.keyboard.type('Veridian Works');
    await person.getByText('A new company of this name will be added.').waitFor();
    await page.keyboard.press('Enter');
    await dialog.getByText('Contact · Veridian Works').waitFor();
    await dialog.getByLabel('Title').focus();
    await page.keyboard.type('The press stands still');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'The press stands still' }).waitFor();

    const panel = page.getByRole('complementary');
    await panel.getByRole('link', { name: 'Vera Veridian' }).click();
    await page.getByRole('heading', { name: 'Vera Veridian' }).waitFor();
    await page.getByRole('tab', { name: 'Open 1' }).waitFor();
    await page.getByRole('link', { name: 'The press stands still' }).waitFor();
    await page.getByRole('link', { name: 'Veridian Works' }).click();
    await page.getByRole('heading', { name: 'Veridian Works' }).waitFor();
    await page.getByRole('link', { name: 'Vera Veridian' }).waitFor();
    await page.getByRole('link', { name: 'The press stands still' }).waitFor();

    // Found by company, with a typing mistake.
    await page.keyboard.press('c');
    await dialog.getByLabel('Customer').fill('veridiam');
    await page.getByRole('option', { name: /Vera Veridian.*Contact · Veridian Works/ }).waitFor();
    await page.keyboard.press('Escape');
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
  });

  test('a stranger’s mail makes a lead; converted, the contact has the tickets and the next mail joins', async () => {
    const { page } = agent;
    const mail = async (id: string, subject: string): Promise<void> => {
      const boxes = await agent.call<{ items: { address: string }[] }>('GET', '/api/v1/mailboxes');
      const raw = [
        'From: Lio Lind <lio@lind.example>',
        `To: ${boxes.items[0]!.address}`,
        `Subject: ${subject}`,
        `Message-ID: <${id}@lind.example>`,
        '',
        'Please help.',
      ].join('\r\n');
      const taken = await page.request.post('/api/v1/inbound-mail', {
        headers: { 'content-type': 'message/rfc822' },
        data: Buffer.from(raw),
      });
      expect(taken.status()).toBe(202);
      const received = (await taken.json()) as { id: string };
      await eventually(async () => {
        const path = `/api/v1/inbound-mail/${received.id}`;
        return (await agent.call<{ ticketNumber?: number | null }>('GET', path)).ticketNumber;
      });
    };
    await mail('one', 'The first question');
    const closed = await openTicket(agent, {
      title: 'Settled long ago',
      requester: { email: 'lio@lind.example' },
    });
    await agent.call('PATCH', `/api/v1/tickets/${closed.number}`, { status: 'closed' });

    await page.goto('/people?kind=lead');
    await page.getByRole('link', { name: 'Lio Lind' }).click();
    await page.getByRole('button', { name: 'Convert to contact…' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('combobox', { name: 'Company' }).fill('veri');
    await page.getByRole('option', { name: 'Veridian Works' }).click();
    await dialog.getByRole('button', { name: 'Convert to contact' }).click();
    await page.waitForURL(/\/people\/contacts\//);
    await page.getByRole('tab', { name: 'All 2' }).click();
    await page.getByRole('link', { name: 'Settled long ago' }).waitFor();

    await page.getByRole('tab', { name: 'Open' }).click();
    await page.getByRole('link', { name: 'The first question' }).click();
    const panel = page.getByRole('complementary');
    await panel.getByText('changed the customer to the contact Lio Lind').waitFor();
    await panel.getByRole('link', { name: 'Veridian Works' }).waitFor();

    await mail('two', 'The second question');
    await panel.getByRole('link', { name: 'Lio Lind' }).click();
    await page.getByRole('link', { name: 'The second question' }).waitFor();
    await page.getByRole('tab', { name: 'Open 2' }).waitFor();
  });

  test('somebody is edited on their page, gets a ticket from there, and hands it to another person', async () => {
    const { page } = agent;
    await page.goto('/people?q=lio');
    await page.getByRole('link', { name: 'Lio Lind' }).click();
    await page.getByRole('button', { name: 'Edit' }).click();
    await page.getByLabel('Name').fill('Lio Lindqvist');
    await page.getByLabel('E-mail').fill('vera@veridian.example');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Another contact has this e-mail address.').waitFor();
    // The browser itself logs the refusal.
    expect(agent.complaints.splice(0)).toEqual([expect.stringContaining('409')]);
    await page.getByLabel('E-mail').fill('lio@lind.example');
    await page.getByRole('combobox', { name: 'Company' }).fill('');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('heading', { name: 'Lio Lindqvist' }).waitFor();
    await page.getByText('No company').waitFor();

    await page.getByRole('button', { name: 'New ticket for Lio Lindqvist' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Title').fill('Whose is it?');
    await dialog.getByRole('button', { name: 'Create ticket' }).click();
    await page.getByRole('heading', { name: 'Whose is it?' }).waitFor();

    await page.getByRole('button', { name: 'Change the customer' }).click();
    await dialog.getByLabel('Customer').fill('vera');
    await page.getByRole('option', { name: 'Vera Veridian' }).click();
    await dialog.getByRole('button', { name: 'Change the customer' }).click();
    const panel = page.getByRole('complementary');
    await panel.getByRole('link', { name: 'Vera Veridian', exact: true }).waitFor();
    await panel.getByText('changed the customer to the contact Vera Veridian').waitFor();
  });
});
