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
    const document = slug === 'refund' ? flow : { ...flow, flow: slug, on: [{ manual: { title: 'Call back' } }] , steps: [{ id: 'stop', stop: { outcome: 'done' } }] };
    await agent.call('POST', '/api/v1/flows', document);
    await agent.call('POST', `/api/v1/flows/${slug}/publish`);
  }
  const { number } = await openTicket(agent, { title: 'My order' });
  await page.goto(`/tickets/${number}`);
  await page.getByRole('heading', { level: 1, name: 'My order' }).waitFor();

  await page.keyboard.press('f');
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: /Refund an order/ }).waitFor();
  await page.screenshot({ path: `${process.env['SHOTS'] ?? '/tmp'}/run-flow-list.png` });
  await dialog.getByRole('button', { name: /Refund an order/ }).press('Enter');
  await dialog.getByRole('button', { name: 'Run' }).click();
  await dialog.getByText('This is needed').waitFor();
  await page.screenshot({ path: `${process.env['SHOTS'] ?? '/tmp'}/run-flow-form.png` });
  await dialog.getByLabel('Order').fill('A-7');
  await dialog.getByLabel('Amount').fill('12.5');
  await page.keyboard.press('Enter');
  await page.getByText('“Refund an order” runs.').waitFor();
  await page.screenshot({ path: `${process.env['SHOTS'] ?? '/tmp'}/run-flow-toast.png` });
  await page.getByText('Order A-7 was refunded.').first().waitFor();
  await page.getByRole('button', { name: 'See the run' }).click();
  await page.waitForURL(/\/flow-runs\/refund\.manual\./);
  expect(agent.complaints).toEqual([]);
  const dark = await desk.agentPage({ viewport: { width: 1200, height: 800 }, locale: 'de-DE', colorScheme: 'dark' });
  await dark.page.goto(`/tickets/${number}`);
  await dark.page.getByRole('heading', { level: 1, name: 'My order' }).waitFor();
  await dark.page.keyboard.press('f');
  await dark.page.getByRole('dialog').getByRole('button', { name: /Refund an order/ }).waitFor();
  await dark.page.screenshot({ path: `${process.env['SHOTS'] ?? '/tmp'}/de-list.png` });
  await dark.page.getByRole('dialog').getByRole('button', { name: /Refund an order/ }).click();
  await dark.page.getByRole('button', { name: 'Ausführen' }).click();
  await dark.page.waitForTimeout(300);
  await dark.page.screenshot({ path: `${process.env['SHOTS'] ?? '/tmp'}/de-form.png` });
});
