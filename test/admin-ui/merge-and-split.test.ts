import { eventually } from '../support/eventually';
import { aDesk, openTicket, type AgentPage, type Desk } from './a-desk';

describe('tickets that belong together', () => {
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

  test('tickets are linked from the side panel and unlinked again; a follow-up is made from the menu, with links both ways', async () => {
    const { page, call } = agent;
    const cause = await openTicket(agent, { title: 'Router broken' });
    const effect = await openTicket(agent, { title: 'No internet on floor two' });
    await page.goto(`/tickets/${effect.number}`);
    const panel = page.getByRole('complementary');
    const dialog = page.getByRole('dialog');
    await panel.getByRole('button', { name: 'Link a ticket' }).click();
    await dialog.getByRole('combobox', { name: 'This ticket' }).click();
    await page.getByRole('option', { name: 'Caused by' }).click();
    await dialog.getByLabel('Find a ticket').fill(String(cause.number));
    await dialog.getByRole('radio', { name: `#${cause.number} Router broken` }).check();
    await dialog.getByRole('button', { name: `Link with #${cause.number}` }).click();
    await panel.getByText(`linked this ticket: Caused by #${cause.number}`).waitFor();

    await panel.getByRole('link', { name: `#${cause.number} Router broken` }).click();
    await heading('Router broken');
    const item = panel.getByRole('listitem').filter({ hasText: 'Causes' }).first();
    await item.getByText('Open').waitFor();
    await panel.getByRole('button', { name: `Remove the link to #${effect.number}` }).click();
    await panel.getByText(`removed the link to #${effect.number}`).waitFor();

    await call('PATCH', `/api/v1/tickets/${cause.number}`, { status: 'resolved' });
    await more('Create a follow-up…');
    await dialog.getByText(`Follow-up of #${cause.number}`).waitFor();
    expect(await dialog.getByLabel('Title').inputValue()).toBe('Router broken');
    await dialog.getByLabel('Title').fill('Router broken again');
    await dialog.getByRole('button', { name: 'Create ticket' }).click();
    await heading('Router broken again');
    await panel.getByRole('link', { name: `#${cause.number} Router broken` }).click();
    await heading('Router broken');
    await panel.getByText('Followed up by').waitFor();
    await panel.getByRole('link', { name: /Router broken again/ }).waitFor();
  }, 60_000);

  test('an agent splits a message and all later ones off into a new ticket, linked both ways', async () => {
    const { page, call } = agent;
    const { number } = await openTicket(agent, { title: 'Invoice', description: 'It is wrong.' });
    for (const text of ['About the invoice', 'About the delivery', 'More on the delivery']) {
      await call('POST', `/api/v1/tickets/${number}/messages`, { kind: 'note', text });
    }
    await page.goto(`/tickets/${number}`);
    const log = page.getByRole('log');
    const dialog = page.getByRole('dialog');
    const card = log.getByRole('article').filter({ hasText: 'About the delivery' });
    await card.getByRole('button', { name: 'Actions for the message of Admin' }).click();
    await page.getByRole('menuitem', { name: 'Split into a new ticket…' }).click();
    expect(await dialog.getByLabel('Title').inputValue()).toBe('Invoice');
    await dialog.getByLabel('Title').fill('Delivery');
    await dialog.getByRole('radio', { name: 'This one and all later ones (2)' }).check();
    await dialog.getByRole('button', { name: 'Create the ticket' }).click();

    await heading('Delivery');
    await log.getByText('More on the delivery').waitFor();
    expect(await log.getByRole('article').count()).toBe(2);
    const panel = page.getByRole('complementary');
    await panel.getByText(`split this ticket off from #${number}`).waitFor();
    await panel.getByRole('link', { name: `#${number} Invoice` }).click();
    await heading('Invoice');
    await log.getByText('split messages off into').waitFor();
    expect(await log.getByRole('article').count()).toBe(2);
    await panel.getByText('Split off into').waitFor();
  }, 60_000);
});
