import { MockActivityEnvironment } from '@temporalio/testing';
import { DefaultLogger } from '@temporalio/worker';
import { createFlowActivities } from '../../activities/flow-activities';
import { openSecretBox } from '../../db/secret-box';
import { silent } from '../mail/mail-desk';
import { anEmptyDatabase, type TestDatabase } from '../support/stack';

let desk: TestDatabase;
beforeAll(async () => {
  desk = await anEmptyDatabase();
});
afterAll(() => desk.drop());

const minute = 60_000;
const logger = new DefaultLogger('ERROR');
const step = { runId: 'urgent.1.1', stepId: 'first', iteration: 0, position: 1 };

test.each([
  ['core.add-note@1', { ...step, timeoutMs: 1_000, retry: {} }],
  ['flow.begin-wait', { ...step, until: null }],
  ['flow.decide', step],
])('%s asks again for a run that is not planned yet, and not for ever', async (name, input) => {
  const publicUrl = 'http://localhost';
  const secrets = openSecretBox('a-key', { secret: Buffer.alloc(0) });
  const activities = createFlowActivities({ db: desk.db, log: silent, publicUrl, secrets });
  const activity = activities[name as keyof typeof activities] as unknown as (
    input: unknown,
  ) => Promise<unknown>;
  const askedFor = (ms: number) =>
    new MockActivityEnvironment({ scheduledTimestampMs: Date.now() - ms }, { logger }).run(
      activity,
      input,
    );

  const missing = { type: 'flow-run-not-found' };
  await expect(askedFor(minute)).rejects.toMatchObject({ ...missing, nonRetryable: false });
  await expect(askedFor(60 * minute)).rejects.toMatchObject({ ...missing, nonRetryable: true });
});
