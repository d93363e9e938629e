import { eventually } from '../support/eventually';
import { aDesk, openTicket, type AgentPage, type Desk } from './a-desk';

describe('the words of mails', () => {
  let desk: Desk;
  let agent: AgentPage;

  beforeAll(async () => {
    desk = await aDesk();
    agent = await desk.agentPage();
    await agent.call('POST', '/api/v1/mailboxes', {
      name: 'Support',
      address: 'help@desk.example',
    });
  }, 120_000);
  // The browser itself logs what the preview refuses.
  afterEach(() => {
    expect(agent.complaints.splice(0).filter((one) => !one.includes('422'))).toEqual([]);
  });
  afterAll(() => desk.stop());

  test('an admin changes what stands around replies, sees it while writing, and it is what arrives; then back to the standard', async () => {
    const { page } = agent;
    await page.goto('/settings/mail-templates');
    const row = page.getByRole('listitem').filter({ hasText: 'Around a reply' });
    await row.getByText('Standard').waitFor();
    await row.getByRole('link', { name: 'Around a reply' }).click();
    const preview = page.getByRole('region', { name: 'Preview' });
    await preview.getByText(/^Re: The printer is on fire \[#1042-/).waitFor();

    const body = page.getByLabel('Text', { exact: true });
    await body.fill('Dear {{requester.nam}}');
    await page.getByText('Did you mean "requester.name"?').waitFor();
    await preview.getByText('the words cannot be used yet').waitFor();
    await body.fill('We are on it.');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('alert').getByText('{{reply}} must stand in it').waitFor();

    await body.fill('Greetings, ');
    await page.getByRole('button', { name: 'requester.name' }).click();
    await page.keyboard.type('!\n\n');
    await page.getByRole('button', { name: 'reply' }).click();
    expect(await body.inputValue()).toBe(
      'Greetings, {{#if requester.name}}{{requester.name}}{{/if}}!\n\n{{reply}}',
    );
    const mail = preview.frameLocator('iframe');
    await mail.getByText('Greetings, Kim Lee!').waitFor();
    const { number } = await openTicket(agent);
    await preview.getByLabel('With the values of ticket').fill(String(number));
    await mail.getByText('Greetings, Ana Lopez!').waitFor();
    await preview.getByRole('tab', { name: 'As text' }).click();
    await preview.getByText('Greetings, Ana Lopez!').waitFor();

    await page.getByRole('button', { name: 'Save' }).click();
    await row.getByText('Changed by').waitFor();
    await agent.call('POST', `/api/v1/tickets/${number}/messages`, {
      kind: 'reply',
      text: 'Pull the plug.',
    });
    const arrived = await eventually(async () => {
      const { items } = await agent.call<{ items: { text: string }[] }>('GET', '/api/v1/outbox');
      return items[0];
    });
    expect(arrived.text).toMatch(/^Greetings, Ana Lopez!\n\nPull the plug\./);

    await row.getByRole('link').click();
    await page.getByRole('button', { name: 'Back to the standard' }).click();
    await page.getByRole('button', { name: 'Use the standard words' }).click();
    await page.getByText('It has the standard words again').waitFor();
    expect(await body.inputValue()).toContain('See your request and answer online');
    await page.goto('/settings/mail-templates');
    await row.getByText('Standard').waitFor();
  });
});
