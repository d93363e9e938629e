import type { Page } from 'playwright-core';
import { eventually } from '../support/eventually';
import { aDnsServer, type DnsRecords } from '../support/dns-server';
import { anImapAccount } from '../support/imap-account';
import { aMailServer } from '../support/mail-server';
import { aDesk, type AgentPage, type Desk } from './a-desk';

describe('the settings of mailboxes', () => {
  let desk: Desk;
  let agent: AgentPage;
  let page: Page;
  let ticket: number;
  let server: Awaited<ReturnType<typeof aMailServer>>;
  let account: Awaited<ReturnType<typeof anImapAccount>>;
  let dns: Awaited<ReturnType<typeof aDnsServer>>;
  const records: DnsRecords = {};

  beforeAll(async () => {
    server = await aMailServer([], { user: 'sales', password: 'sesame' });
    const folders = ['INBOX', 'Orders'];
    account = await anImapAccount({ user: 'orders', password: 'sesame', folders });
    dns = await aDnsServer(records);
    desk = await aDesk({ DNS_SERVERS: dns.address });
    agent = await desk.agentPage();
    page = agent.page;
    await verify('shop.example');
  }, 120_000);
  afterEach(() => expect(agent.complaints.splice(0)).toEqual([]));
  afterAll(async () => {
    await desk.stop();
    await dns.stop();
    server.stop();
    account.stop();
  });

  /** Adds a domain and puts its records into the DNS. */
  async function verify(name: string): Promise<void> {
    const domain = await agent.call<{ id: string; records: { name: string; value: string }[] }>(
      'POST',
      '/api/v1/domains',
      { name },
    );
    for (const record of domain.records) records[`TXT ${record.name}`] = [record.value];
    await agent.call('POST', `/api/v1/domains/${domain.id}/check`);
  }

  const field = (name: string) => page.getByLabel(name, { exact: true });

  test('an admin adds one with its own server, which is tried; replies leave by it signed', async () => {
    await page.goto('/settings/mailboxes');
    await page.getByText('Nothing sent yet').waitFor();
    await page.getByRole('link', { name: 'Add a mailbox' }).click();
    await field('Address').fill('sales@shop.example');
    await field('Name').fill('Sales');
    await field('Signature').fill('Your sales team\nshop.example');
    await field('an SMTP server of its own').check();
    await field('Server').fill('127.0.0.1');
    await field('Security').selectOption('None');
    expect(await field('Port').inputValue()).toBe('25');
    await field('Port').fill(String(server.port));
    await field('User').fill('sales');
    await field('Password').fill('open');
    await page.getByRole('button', { name: 'Try it' }).click();
    await page.getByText(/^It refuses the user or the password\. \(.*535/).waitFor();
    await field('Password').fill('sesame');
    await page.getByRole('button', { name: 'Try it' }).click();
    await page.getByText('It works: connected and signed in.').waitFor();
    await page.getByText('sales+1042-7m2qx0…@shop.example').click();
    await field('An answer to a resolved ticket').selectOption('begins a linked follow-up ticket');
    await page.getByRole('switch', { name: 'Tell customers that their mail arrived' }).click();
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('sales@shop.example is saved').waitFor();
    const { items } = await agent.call<{ items: { address: string; acknowledges: boolean }[] }>(
      'GET',
      '/api/v1/mailboxes',
    );
    expect(items.find(({ address }) => address === 'sales@shop.example')!.acknowledges).toBe(true);

    await page.getByRole('button', { name: 'Make sales@shop.example the default' }).click();
    await page.getByRole('button', { name: /^Remove support@/ }).waitFor();

    const asked = await agent.call<{ ticketNumber?: number }>('POST', '/api/v1/outbox/new-mail', {
      from: 'kim@customer.example',
      subject: 'How much is it?',
      text: 'I want one.',
    });
    ticket = await eventually(() => asked.ticketNumber);
    await agent.call('POST', `/api/v1/tickets/${ticket}/messages`, {
      kind: 'reply',
      text: 'Three euros.',
    });
    const raw = await eventually(() =>
      server.raws.map(String).find((one) => one.includes('Three euros.')),
    );
    expect(raw).toMatch(/^From: .*sales@shop\.example/m);
    expect(raw).toMatch(new RegExp(`^Reply-To: sales\\+${ticket}-`, 'm'));
    expect(raw).toMatch(/Three euros\.\r\n[^]*\r\n\r\n--(=20| )\r\nYour sales team/);
    await eventually(async () => {
      await page.goto('/settings/mailboxes');
      await page.getByText('Add a mailbox').waitFor();
      return (await page.getByText('Sending works').count()) === 1 || undefined;
    });
  });

  test('a stored password stays, a taken address is told, one is removed', async () => {
    await page.getByRole('link', { name: 'Edit sales@shop.example' }).click();
    expect(await field('Password').inputValue()).toBe('');
    await page.getByRole('button', { name: 'Try it' }).click();
    await page.getByText('It works: connected and signed in.').waitFor();
    const { items } = await agent.call<{ items: { address: string }[] }>(
      'GET',
      '/api/v1/mailboxes',
    );
    const first = items[1]!.address;
    await field('Address').fill(first);
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText(`Another mailbox has the address ${first}.`).first().waitFor();
    // The browser itself logs that this was refused.
    expect(agent.complaints.splice(0)).toEqual([expect.stringContaining('409')]);
    await page.getByRole('link', { name: 'Cancel' }).click();

    await page.getByRole('button', { name: `Remove ${first}` }).click();
    await page.getByRole('button', { name: 'Remove the mailbox' }).click();
    await page.getByRole('link', { name: `Edit ${first}` }).waitFor({ state: 'detached' });
    await page.getByRole('link', { name: 'Edit sales@shop.example' }).waitFor();

    // All mailboxes sign now, so whichever answers, the composer can say so.
    await page.goto(`/tickets/${ticket}`);
    await page.getByText('at Sales <sales@shop.example>, with the mailbox’s signature').waitFor();
  });

  test('an admin has one fetched from an IMAP account: its mail becomes tickets, its health is shown', async () => {
    await page.goto('/settings/mailboxes/new');
    await field('Address').fill('orders@shop.example');
    await field('Name').fill('Orders');
    await page.getByRole('radio', { name: 'is fetched from an IMAP account' }).check();
    await field('Server').fill('127.0.0.1');
    expect(await field('Port').inputValue()).toBe('993');
    await field('Security').selectOption('None');
    expect(await field('Port').inputValue()).toBe('143');
    await field('Port').fill(String(account.port));
    await field('User').fill('orders');
    await field('Password').fill('sesame');
    await field('Folder').fill('Others');
    await page.getByRole('button', { name: 'Try it' }).click();
    await page.getByText('There is no such folder in the account.').waitFor();
    await field('Folder').fill('');
    await page.getByRole('option', { name: 'Orders' }).click();
    await page.getByRole('button', { name: 'Try it' }).click();
    await page.getByText('It works: connected and signed in.').waitFor();
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Nothing fetched yet').or(page.getByText('Fetching works')).waitFor();

    account.put(
      'From: Kim <kim@customer.example>\r\nMessage-ID: <order@customer.example>\r\n' +
        'Subject: Two of them\r\n\r\nPlease.',
      { folder: 'Orders' },
    );
    const order = await eventually(async () => {
      const list = await agent.call<{ items: { via: string; ticketNumber: number | null }[] }>(
        'GET',
        '/api/v1/inbound-mail?q=order@customer.example',
      );
      return list.items.find(({ via }) => via === 'imap')?.ticketNumber ?? undefined;
    }, 20_000);
    await page.goto(`/tickets/${order}`);
    await page.getByRole('heading', { name: 'Two of them' }).waitFor();
    await page.goto('/settings/mailboxes');
    await page.getByText('Fetching works').waitFor();

    await page.getByRole('link', { name: 'Edit orders@shop.example' }).click();
    expect(await field('Folder').inputValue()).toBe('Orders');
    expect(await field('Password').inputValue()).toBe('');
    await page.getByRole('radio', { name: 'is delivered here' }).check();
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('orders@shop.example is saved').waitFor();
    await eventually(() => account.connections() === 0);
  });
});
