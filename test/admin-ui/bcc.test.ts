import { eventually } from '../support/eventually';
import { aDesk, openTicket, type Desk } from './a-desk';

let desk: Desk;
beforeAll(async () => {
  desk = await aDesk();
}, 120_000);
afterAll(() => desk.stop());

test('a Bcc is confirmed when it is new, shown to agents as unseen by the others, and comes back with Undo', async () => {
  const agent = await desk.agentPage();
  const { page } = agent;
  const { number } = await openTicket(agent);
  await page.goto(`/tickets/${number}`);
  await page.getByLabel('Reply to the customer').fill('Please see below.');
  await page.getByRole('button', { name: 'Add Bcc' }).click();
  await page.getByRole('combobox', { name: 'Bcc' }).fill('auditor@elsewhere.example');
  await page.keyboard.press('Enter');
  await page.getByText('and, seen by nobody else, auditor@elsewhere.example').waitFor();

  await page.getByRole('button', { name: 'Send reply' }).click();
  await page.getByText('auditor@elsewhere.example is new on this ticket').waitFor();
  await page.getByRole('button', { name: 'Yes, send it' }).click();
  const message = page.getByRole('article').filter({ hasText: 'Please see below.' });
  await message.getByRole('button', { name: 'Undo' }).click();
  await message.waitFor({ state: 'detached' });
  await page.getByText('and, seen by nobody else, auditor@elsewhere.example').waitFor();
  await page.getByRole('button', { name: 'Send reply' }).click();
  const again = page.getByRole('button', { name: 'Yes, send it' });
  await message.or(again).first().waitFor();
  if (await again.isVisible()) await again.click();

  await message.getByText('Bcc auditor@elsewhere.example (the others do not see it)').waitFor();
  const sent = await eventually(async () => {
    const { items } = await agent.call<{ items: { delivery?: { bcc: string[] } }[] }>(
      'GET',
      `/api/v1/tickets/${number}/messages`,
    );
    return items.at(-1)!.delivery;
  });
  expect(sent.bcc).toEqual(['auditor@elsewhere.example']);
  expect(agent.complaints).toEqual([]);
  await agent.close();
});
