import type { Page } from 'playwright-core';
import { aDnsServer, type DnsRecords } from '../support/dns-server';
import { aDesk, type AgentPage, type Desk } from './a-desk';

describe('the domains that mail is sent from', () => {
  let desk: Desk;
  let agent: AgentPage;
  let page: Page;
  let dns: Awaited<ReturnType<typeof aDnsServer>>;
  const records: DnsRecords = {};

  beforeAll(async () => {
    dns = await aDnsServer(records);
    desk = await aDesk({ DNS_SERVERS: dns.address });
    agent = await desk.agentPage();
    page = agent.page;
  }, 120_000);
  afterEach(() => expect(agent.complaints.splice(0)).toEqual([]));
  afterAll(async () => {
    await desk.stop();
    await dns.stop();
  });

  test('an admin adds one, puts what it shows into the DNS, sees each record checked, and limits and removes it', async () => {
    await page.goto('/settings/domains');
    await page.getByText('No domain yet').waitFor();
    await page.getByLabel('Domain', { exact: true }).fill('desk.example');
    await page.getByRole('button', { name: 'Add the domain' }).click();
    const card = page.getByRole('region', { name: 'desk.example' });
    await card.getByText('Not verified yet').waitFor();
    const record = (purpose: string) => card.getByRole('listitem').filter({ hasText: purpose });
    const put = async (purpose: string, value?: string) => {
      const [name, text] = await record(purpose).locator('code').allInnerTexts();
      records[`TXT ${name}`] = [value ?? text!];
    };
    const check = () => card.getByRole('button', { name: 'Check now' }).click();

    await put('Shows that the domain is yours');
    await put('SPF', 'v=spf1 a:old.example -all');
    await check();
    await record('Shows that the domain is yours').getByText('Right').waitFor();
    await record('DKIM').getByText('Missing').waitFor();
    await record('SPF').getByText('v=spf1 a:old.example mx -all').waitFor();
    await put('DKIM');
    await put('DMARC');
    await check();
    await card.getByText('Verified', { exact: true }).waitFor();
    await record('DMARC').getByText('Right').waitFor();

    await card.getByLabel('Mails in a minute, at most').fill('600');
    await card.getByRole('button', { name: 'Save the limit' }).click();
    await page.getByText('The limit is saved').waitFor();
    await page.reload();
    await card.getByText('Verified', { exact: true }).waitFor();
    expect(await card.getByLabel('Mails in a minute, at most').inputValue()).toBe('600');

    await card.getByRole('button', { name: 'Remove desk.example' }).click();
    await page.getByRole('button', { name: 'Remove the domain' }).click();
    await page.getByText('No domain yet').waitFor();
  });
});
