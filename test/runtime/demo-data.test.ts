import { parseEnvironment } from '../../config/env';
import { createLogger } from '../../config/logger';
import { statuses } from '../../domain/ticket/status';
import { listConversations } from '../../db/conversation-view-store';
import { demoDataIsMissing, loadDemoData } from '../../runtime/demo/load-demo-data';
import { stories } from '../../runtime/demo/stories';
import { startProduct, type RunningProduct } from '../../runtime/start-product';
import { listTickets } from '../../tickets/list-tickets';
import { readThread } from '../../tickets/read-thread';
import { eventually } from '../support/eventually';
import { anEmptyDatabase, temporalAddress, type TestDatabase } from '../support/stack';

describe('the demo desk', () => {
  let desk: TestDatabase;
  let running: RunningProduct;

  beforeAll(async () => {
    desk = await anEmptyDatabase();
    running = await startProduct({
      env: parseEnvironment({
        DATABASE_URL: desk.url,
        TEMPORAL_ADDRESS: temporalAddress(),
        DEMO_DATA: '1',
        PORT: '0',
        SMTP_PORT: '0',
        ADMIN_PASSWORD: 'not to be guessed',
      }),
      log: createLogger({ level: 'silent' }),
    });
  }, 90_000);

  afterAll(async () => {
    await running.stop();
    await desk.drop();
  });

  test('has every story as a ticket of its own', async () => {
    const titles = (await tickets()).map(({ ticket }) => ticket.title);

    expect(titles).toEqual(stories.toReversed().map(({ subject }) => subject));
  });

  test('shows what an example Flow did: the urgent ticket went to the lead', async () => {
    const urgent = await eventually(async () => {
      const [newest] = await tickets();
      return newest?.ticket.assigneeId ? newest : undefined;
    });

    expect(urgent.ticket.priority).toBe('urgent');
    expect(urgent.assignee?.email).toBe('lead@example.com');
  });

  test('shows a reply that came back', async () => {
    const ticket = (await tickets()).find(
      (one) => one.ticket.title === 'Invitations do not arrive',
    );
    await eventually(async () => {
      const thread = await readThread(desk.db, ticket!.ticket.number, { limit: 50 });
      return thread.some(({ delivery }) => delivery?.state === 'bounced');
    });
  });

  test('the Inbox has conversations: some open, some unread, one closed', async () => {
    const all = await listConversations(desk.db, {}, { limit: 100 });

    expect(all.map(({ status }) => status).sort()).toEqual(['closed', 'open', 'open']);
    expect(all.some(({ unread }) => unread > 0)).toBe(true);
    expect(all.some(({ person }) => person?.type === 'lead')).toBe(true);
  });

  test('is loaded once: playing the stories again changes nothing', async () => {
    const versions = async () => (await tickets()).map(({ ticket }) => ticket.version);
    const before = await settled(versions);
    expect(await demoDataIsMissing(desk.db)).toBe(false);

    const { intake } = running.product;
    await loadDemoData({ db: desk.db, intake, mailbox: 'support@example.com' });

    expect(await versions()).toEqual(before);
    expect(await listConversations(desk.db, {}, { limit: 100 })).toHaveLength(3);
  });

  const tickets = async () => {
    const page = { sort: 'createdAt', descending: true, limit: 100 } as const;
    return (await listTickets(desk.db, { statuses: [...statuses] }, page)).views;
  };
});

/** What a value is once it has stayed the same for a while: deliveries and Flows are done. */
async function settled<T>(read: () => Promise<T>): Promise<T> {
  let last = JSON.stringify(await read());
  let same = 0;
  await eventually(async () => {
    const now = JSON.stringify(await read());
    same = now === last ? same + 1 : 0;
    last = now;
    return same > 100;
  }, 25_000);
  return JSON.parse(last) as T;
}
