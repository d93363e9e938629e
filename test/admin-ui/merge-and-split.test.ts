import { eventually } from '../support/eventually';
import { aDesk, openTicket, type AgentPage, type Desk } from './a-desk';

describe('tickets that belong together', () => {
  let desk: Desk;
  let agent: AgentPage;

  beforeAll(async () => {
    desk = await aDesk();
    agent = await desk.agentPage();
    await agent.call('POST', '/api/v1/mailboxes', {
      name: 'Support',
      address: 'support@desk.example',
    });
  }, 120_000);
  afterAll(async () => {
    await agent.close();
    await desk.stop();
  });
  afterEach(() => expect(agent.complaints.splice(0)).toEqual([]));

  const more = async (item: string): Promise<void> => {
    await agent.page.getByRole('button', { name: 'More actions' }).click();
    await agent.page.getByRole('menuitem', { name: item }).click();
  };
  const heading = (title: string) =>
    agent.page.getByRole('heading', { level: 1, name: title }).waitFor();

  test('an agent merges a ticket into another of the same customer, undoes it, merges again and unmerges later', async () => {
    const { page, call } = agent;
    const first = await openTicket(agent, { title: 'Printer on fire', description: 'Smoke!' });
    const other = await openTicket(agent, { title: 'Still burning', description: 'And flames.' });
    await call('POST', `/api/v1/tickets/${first.number}/messages`, {
      kind: 'note',
      text: 'Sent the fire brigade',
    });
    await page.goto(`/tickets/${first.number}`);
    const log = page.getByRole('log');
    const dialog = page.getByRole('dialog');
    const merge = async () => {
      await more('Merge into another ticket…');
      await dialog.getByText('Other open tickets of Ana Lopez').waitFor();
      await dialog.getByRole('radio', { name: `#${other.number} Still burning` }).check();
      await dialog.getByRole('button', { name: `Merge into #${other.number}` }).click();
      await heading('Still burning');
    };

    await merge();
    await log.getByText('Sent the fire brigade').waitFor();
    expect(await log.getByRole('link', { name: `from #${first.number}` }).count()).toBe(2);
    await log.getByText(`merged #${first.number} into this ticket`).waitFor();
    await page.getByRole('button', { name: 'Undo' }).click();
    await log.getByText(`took #${first.number} out of this ticket again`).waitFor();
    await eventually(async () => (await log.getByText('Sent the fire brigade').count()) === 0);

    await page.goto(`/tickets/${first.number}`);
    await merge();
    await log
      .getByRole('link', { name: `from #${first.number}` })
      .first()
      .click();
    await heading('Printer on fire');
    await page.getByText(`Merged into #${other.number} Still burning`).waitFor();
    expect(await page.getByRole('region', { name: 'Write' }).count()).toBe(0);
    expect(await page.getByRole('button', { name: /^Status: Closed/ }).isDisabled()).toBe(true);
    await page.getByRole('button', { name: 'Unmerge' }).click();
    await page.getByRole('button', { name: /^Status: Open/ }).waitFor();
    await page.getByRole('region', { name: 'Write' }).waitFor();
  }, 60_000);

  test('who merges tickets of two customers is warned, and offered to write to both', async () => {
    const { page } = agent;
    const anas = await openTicket(agent, { title: 'Late parcel of Ana' });
    const bobs = await openTicket(agent, {
      title: 'Where is my parcel',
      requester: { email: 'bob@customer.example', name: 'Bob Berg' },
    });
    await page.goto(`/tickets/${bobs.number}`);
    await more('Merge into another ticket…');
    const dialog = page.getByRole('dialog');
    await dialog.getByText('Bob Berg has no other open ticket').waitFor();
    await dialog.getByLabel('Find a ticket').fill('late parcel');
    await dialog.getByRole('radio', { name: `#${anas.number} Late parcel of Ana` }).check();
    await dialog.getByRole('alert').getByText('different customers').waitFor();
    await dialog.getByRole('button', { name: `Merge into #${anas.number}` }).click();
    await heading('Late parcel of Ana');

    const write = page.getByRole('region', { name: 'Write' });
    await write.getByRole('button', { name: 'Add bob@customer.example to Cc' }).click();
    await write.getByText('ana@brightfoods.example, bob@customer.example').waitFor();
  }, 60_000);
});
