import { aMailServer } from '../support/mail-server';
import { aDesk, openTicket, type Desk } from './a-desk';

let desk: Desk;
let server: Awaited<ReturnType<typeof aMailServer>>;
beforeAll(async () => {
  server = await aMailServer([550]);
  desk = await aDesk({ SMTP_URL: server.url, MAIL_CATCHER: '1' });
}, 120_000);
afterAll(async () => {
  await desk.stop();
  server.stop();
});

test('a reply says that it was refused, by what words, and that it was sent when it is sent again', async () => {
  const agent = await desk.agentPage();
  const { page } = agent;
  const { number } = await openTicket(agent);
  await agent.call('POST', `/api/v1/tickets/${number}/messages`, {
    kind: 'reply',
    text: 'Please try once more.',
  });
  await page.goto(`/tickets/${number}`);

  const message = page.getByRole('article').filter({ hasText: 'Please try once more.' });
  await message
    .getByText(/^Not sent/)
    .first()
    .waitFor();
  await message
    .getByText(/could not be sent to ana@brightfoods\.example: .*550.*not for/)
    .waitFor();
  await message.getByRole('button', { name: 'Send again' }).click();
  await message.getByText(/^Sent/).waitFor();

  const ids = server.raws.map((raw) => /^Message-ID: (.*)$/im.exec(raw.toString())![1]);
  // Between them the agent is told by mail that it did not arrive.
  expect(ids.filter((id) => id === ids[0])).toHaveLength(2);
  expect(new Set(ids).size).toBe(2);
  await page.getByText(/sent a reply again/).waitFor();
  expect(agent.complaints).toEqual([]);
  await agent.close();
});
