import { aDesk, openTicket, type AgentPage, type Desk } from './a-desk';

const flow = {
  language: 2,
  flow: 'refund',
  title: 'Refund',
  description: 'Asks the shop for a refund and notes it here.',
  on: [
    {
      manual: {
        title: 'Refund an order',
        inputs: [
          { name: 'order', title: 'Order', type: 'text', required: true },
          { name: 'amount', title: 'Amount', type: 'number' },
          { name: 'day', title: 'Day', type: 'date' },
          { name: 'kind', title: 'Kind', type: 'select', options: ['full', 'part'] },
          { name: 'urgent', title: 'Urgent', type: 'boolean', default: false },
        ],
      },
    },
  ],
  steps: [
    { id: 'note', use: 'core.add-note@1', with: { text: 'Order {{inputs.order}} was refunded.' } },
  ],
};

let desk: Desk;
let agent: AgentPage;
beforeAll(async () => {
  desk = await aDesk();
  agent = await desk.agentPage({ viewport: { width: 375, height: 720 } });
}, 120_000);
afterAll(() => desk.stop());

test('a Flow is run from a ticket by keyboard, with what it asks for', async () => {
  const { page } = agent;
  for (const slug of ['refund', 'other']) {
    const document =
      slug === 'refund'
        ? flow
        : {
            ...flow,
            flow: slug,
            on: [{ manual: { title: 'Call back' } }],
            steps: [{ id: 'stop', stop: { outcome: 'done' } }],
          };
    await agent.call('POST', '/api/v1/flows', document);
    await agent.call('POST', `/api/v1/flows/${slug}/publish`);
  }
  const { number } = await openTicket(agent, { title: 'My order' });
  await page.goto(`/tickets/${number}`);
  await page.getByRole('heading', { level: 1, name: 'My order' }).waitFor();

  await page.keyboard.press('f');
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: /Refund an order/ }).waitFor();
  await dialog.getByRole('button', { name: /Refund an order/ }).press('Enter');
  await dialog.getByRole('button', { name: 'Run' }).click();
  await dialog.getByText('This is needed').waitFor();
  await dialog.getByLabel('Order').fill('A-7');
  await dialog.getByLabel('Amount').fill('12.5');
  await page.keyboard.press('Enter');
  await page.getByText('“Refund an order” runs.').waitFor();
  await page.getByText('Order A-7 was refunded.').first().waitFor();
  await page.getByRole('button', { name: 'See the run' }).click();
  await page.waitForURL(/\/flow-runs\/refund\.manual\./);
  expect(agent.complaints).toEqual([]);
});
