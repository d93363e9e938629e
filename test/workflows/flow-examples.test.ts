import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { publishDemoFlows } from '../../automation/publish-demo-flows';
import { query } from '../../db/database';
import { findRun, listRuns } from '../../db/flow-run-store';
import { findTicket } from '../../db/ticket-store';
import { eventually } from '../support/eventually';
import { aFlowDesk, ana, leadEmail, type FlowDesk } from './flow-desk';

let desk: FlowDesk;
beforeAll(async () => {
  desk = await aFlowDesk();
  await publishDemoFlows(desk.db, { leadEmail, by: ana });
  await desk.publish(await quickened('waiting-reminder'));
}, 60_000);
afterAll(() => desk.stop());

test('urgent: the lead gets the ticket and an e-mail', async () => {
  const { number } = await desk.create({ title: 'Fire', priority: 'urgent' });

  await desk.ended((await desk.runOf('urgent-to-lead', number)).id);

  expect(await findTicket(desk.db, number)).toMatchObject({ assigneeId: desk.leadId });
  expect(await mailsOf(number)).toEqual([
    {
      to: ['lead@example.com'],
      subject: 'Urgent: Fire',
      text: expect.stringContaining('Hello Lea Lead,\n\nticket ' + String(number)),
    },
  ]);
});

describe('waiting, with seconds for its days', () => {
  test('the customer is reminded and the ticket is resolved at last', async () => {
    const { number } = await desk.create({ title: 'Lost parcel' });
    await desk.change(number, { type: 'update', fields: { status: 'waiting' } });

    const run = await desk.ended((await desk.runOf('waiting-reminder', number)).id);

    expect(run.status).toBe('completed');
    expect(await findTicket(desk.db, number)).toMatchObject({ status: 'resolved' });
    const [mail] = await mailsOf(number);
    expect(mail!.to).toEqual(['mia@customer.example']);
    expect(mail!.subject).toMatch(/^Still waiting for you: Lost parcel \[#\d+-\w{8}\]$/);
  });

  test('a customer who replies is not reminded', async () => {
    const { number } = await desk.create();
    await desk.change(number, { type: 'update', fields: { status: 'waiting' } });
    await desk.customerReplies(number);

    const run = await desk.ended((await desk.runOf('waiting-reminder', number)).id);

    expect((await desk.steps(run.id)).map(({ stepId }) => stepId)).toEqual([
      'two-days',
      'answered',
    ]);
    expect(await mailsOf(number)).toEqual([]);
    await eventually(async () => (await findTicket(desk.db, number))?.status === 'open');
  });

  test('every reply ends its wait, whenever it comes', async () => {
    await desk.publish(`
      language: 1
      flow: any-moment
      title: Any moment
      on: [{ event: ticket.created, when: { field: tags, contains: any-moment } }]
      steps: [{ id: reply, wait: { until: [{ event: message.customer_replied }] } }]
    `);
    const moments = Array.from({ length: 12 }, (_, index) => index * 15);

    const numbers = await Promise.all(
      moments.map(async (ms) => {
        const { number } = await desk.create({ tags: ['any-moment'] });
        // Not a wait for anything: the reply shall fall before, into and after the wait's beginning.
        await new Promise((resolve) => setTimeout(resolve, ms));
        await desk.customerReplies(number);
        return number;
      }),
    );

    for (const number of numbers) {
      const run = await desk.ended((await desk.runOf('any-moment', number)).id);
      expect(run.status).toBe('completed');
    }
  });
});

test('each wait is shown with its end while it lasts', async () => {
  await publishDemoFlows(desk.db, { leadEmail, by: ana });
  const { number } = await desk.create();
  await desk.change(number, { type: 'update', fields: { status: 'waiting' } });
  const { id } = await desk.runOf('waiting-reminder', number);
  await eventually(async () => (await findRun(desk.db, id))?.status === 'waiting');

  const [step] = await desk.steps(id);

  const hours = (step!.waitingUntil!.getTime() - step!.startedAt.getTime()) / 3_600_000;
  expect(Math.round(hours)).toBe(48);
  expect(await listRuns(desk.db, { statuses: ['failed'] }, { limit: 5 })).toEqual([]);
});

/** An example with its hours as seconds and fewer of them: what waits two days waits two seconds. */
async function quickened(slug: string): Promise<string> {
  const file = path.join(__dirname, '..', '..', 'flows', 'examples', `${slug}.flow.yaml`);
  return (await readFile(file, 'utf8')).replace('48h', '2s').replace('24h', '1s');
}

function mailsOf(ticket: number): Promise<{ to: string[]; subject: string; text: string }[]> {
  const sql = `SELECT recipients_to AS "to", subject, text FROM deliveries WHERE ticket = $1`;
  return query(desk.db, sql, [ticket]);
}
