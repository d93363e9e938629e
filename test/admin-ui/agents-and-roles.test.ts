import type { Page } from 'playwright-core';
import { deviceName } from '../../admin-ui/src/features/account/device-name';
import { eventually } from '../support/eventually';
import {
  admin,
  aDesk,
  complaintsOf,
  openTicket,
  password,
  type AgentPage,
  type Desk,
} from './a-desk';

describe('agents and their roles', () => {
  let desk: Desk;
  let nora: AgentPage;
  let ticket: number;

  beforeAll(async () => {
    desk = await aDesk();
    nora = await desk.agentPage();
    ticket = (await openTicket(nora)).number;
  }, 120_000);
  afterAll(async () => {
    await nora.close();
    await desk.stop();
  });

  test('who may only read sees everything and is offered nothing that changes it', async () => {
    const rita = { name: 'Rita Reader', email: 'rita@desk.example', role: 'read-only', password };
    await nora.call('POST', '/api/v1/agents', rita);
    const reader = await desk.agentPage({ as: rita.email });
    const { page } = reader;

    await page.goto('/tickets');
    await page.getByRole('link', { name: 'The printer is on fire' }).waitFor();
    expect(await page.getByRole('button', { name: 'New ticket' }).count()).toBe(0);
    expect(await page.getByRole('checkbox').count()).toBe(0);
    expect(await page.getByRole('link', { name: 'Outgoing mail' }).count()).toBe(0);
    await page.getByRole('link', { name: 'The printer is on fire' }).click();

    await page.getByText('Your role is read-only').waitFor();
    await page.getByText('It started this morning.').waitFor();
    expect(await page.getByRole('textbox', { name: 'Reply' }).count()).toBe(0);
    for (const name of [/^Status:/, /^Priority:/, /^Assignee:/]) {
      expect(await page.getByRole('button', { name }).isDisabled()).toBe(true);
    }
    expect(await page.getByRole('button', { name: 'More actions' }).count()).toBe(0);
    expect(await page.getByRole('button', { name: 'Edit the title' }).count()).toBe(0);
    await page.keyboard.press('e');
    await page.goto('/settings/teams');
    await page.getByText('There are no teams yet').waitFor();
    expect(await page.getByRole('button', { name: 'Add a team' }).count()).toBe(0);
    // No place that they are led to asks the server for what it refuses them.
    const links = await page.getByRole('navigation', { name: 'Main' }).getByRole('link').all();
    const hrefs = await Promise.all(links.map((link) => link.getAttribute('href')));
    for (const place of new Set(hrefs.map((href) => href!.split('?')[0]!))) {
      if (place === '/api/docs') continue;
      await page.goto(place);
      await page.getByRole('heading', { level: 1 }).first().waitFor();
    }
    expect(reader.complaints).toEqual([]);

    expect(await nora.call('GET', `/api/v1/tickets/${ticket}`)).toMatchObject({ version: 1 });
    expect(reader.complaints).toEqual([]);
    await reader.close();
  }, 60_000);

  /** What somebody finds in their mailbox: the path of the one-time link. */
  const linkMailedTo = (to: string, page: string, mails = 1): Promise<string> =>
    eventually(async () => {
      const { items } = await nora.call<{ items: { to: string[]; text: string }[] }>(
        'GET',
        '/api/v1/outbox',
      );
      const found = items.filter((one) => one.to.includes(to) && one.text.includes(`/${page}/`));
      if (found.length < mails) return null;
      for (const { text } of found) {
        const [link, token] = new RegExp(`/${page}/([\\w-]{43})`).exec(text)!;
        // One that was sent before opens nothing any more, and mails may arrive in any order.
        const answer = await nora.page.request.get(`/api/v1/account-links/${token}`);
        if (answer.ok()) return link;
      }
      return null;
    });
  const visitor = async (): Promise<{ page: Page; complaints: string[] }> => {
    const context = await desk.browser.newContext({ baseURL: desk.url, reducedMotion: 'reduce' });
    const page = await context.newPage();
    return { page, complaints: complaintsOf(page) };
  };
  const actions = async (name: string, action: string): Promise<void> => {
    await nora.page.getByRole('button', { name: `Actions for ${name}` }).click();
    await nora.page.getByRole('menuitem', { name: action }).click();
  };
  const rowOf = (name: string) => nora.page.getByRole('listitem').filter({ hasText: name });

  test('an agent is invited by mail, comes in, is made more of, and leaves their tickets to another', async () => {
    await nora.page.goto('/settings/agents');
    await nora.page.getByRole('button', { name: 'Invite an agent' }).click();
    const dialog = nora.page.getByRole('dialog');
    await dialog.getByLabel('Name').fill('Ian');
    await dialog.getByLabel('E-mail').fill('ian@desk.example');
    await dialog.getByLabel('Read-only').check();
    await dialog.getByRole('button', { name: 'Send the invitation' }).click();
    await rowOf('Ian').getByText('Invited').waitFor();

    await actions('Ian', 'Send the invitation again');
    await nora.page.getByText('An invitation to ian@desk.example is on its way.').last().waitFor();
    await nora.call('POST', '/api/v1/agents', {
      name: 'Uwe Undecided',
      email: 'uwe@desk.example',
      invite: true,
    });
    await nora.page.reload();
    await actions('Uwe Undecided', 'Withdraw the invitation');
    await rowOf('Uwe Undecided').waitFor({ state: 'detached' });

    const link = await linkMailedTo('ian@desk.example', 'invite', 2);
    const ian = await visitor();
    await ian.page.goto(link);
    await ian.page.getByLabel('Your name').fill('Ian Iron');
    await ian.page.getByLabel('New password', { exact: true }).fill(password);
    await ian.page.getByRole('button', { name: 'Save and log in' }).click();
    await ian.page.getByRole('button', { name: 'Signed in as Ian Iron' }).waitFor();
    await ian.page.goto(`/tickets/${ticket}`);
    await ian.page.getByText('Your role is read-only').waitFor();

    await nora.page.reload();
    await actions('Ian Iron', 'Change name or role');
    await dialog.getByLabel('Agent', { exact: true }).check();
    await dialog.getByRole('button', { name: 'Save' }).click();
    await rowOf('Ian Iron').getByText('Agent', { exact: true }).waitFor();
    // Another role means logging in again.
    await ian.page.goto('/login');
    await ian.page.getByLabel('E-mail').fill('ian@desk.example');
    await ian.page.getByLabel('Password', { exact: true }).fill(password);
    await ian.page.getByRole('button', { name: 'Log in' }).click();
    await ian.page.getByRole('button', { name: 'Signed in as Ian Iron' }).waitFor();
    await ian.page.goto(`/tickets/${ticket}`);
    await ian.page.getByRole('button', { name: /^Assignee:/ }).click();
    await ian.page.getByRole('menuitem', { name: 'Ian Iron (me)' }).click();
    await nora.page.goto(`/tickets/${ticket}`);
    await nora.page.getByRole('button', { name: 'Assignee: Ian Iron' }).waitFor();

    // A link that was used opens nothing.
    const late = await visitor();
    await late.page.goto(link);
    await late.page.getByRole('heading', { name: 'This link does not work' }).waitFor();
    await late.page.context().close();

    await nora.page.goto('/settings/agents');
    await actions('Ian Iron', 'Deactivate');
    await dialog.getByLabel('1 ticket is not done yet').selectOption({ label: 'Assign to Admin' });
    await dialog.getByRole('button', { name: 'Deactivate' }).click();
    await rowOf('Ian Iron').getByText('Inactive').waitFor();
    expect(await nora.call('GET', `/api/v1/tickets/${ticket}`)).toMatchObject({
      assignee: { email: admin },
    });
    await actions('Ian Iron', 'Reactivate');
    await rowOf('Ian Iron').getByText('Active', { exact: true }).waitFor();
    await ian.page.context().close();
  }, 90_000);

  test('a forgotten password is replaced by a link in a mail', async () => {
    const { page, complaints } = await visitor();
    await page.goto('/login');
    await page.getByRole('link', { name: 'Forgot your password?' }).click();
    const send = page.getByRole('button', { name: 'Send the link' });
    // The page before has a field of the same name.
    await send.waitFor();
    await page.getByLabel('E-mail').fill('ian@desk.example');
    await send.click();
    await page.getByRole('status').filter({ hasText: 'ian@desk.example' }).waitFor();

    await page.goto(await linkMailedTo('ian@desk.example', 'reset-password'));
    await page.getByLabel('New password', { exact: true }).fill('quite another one');
    await page.getByRole('button', { name: 'Save and log in' }).click();
    await page.getByRole('button', { name: 'Signed in as Ian Iron' }).waitFor();
    // The browser itself logs that nobody was signed in.
    expect(complaints.filter((one) => !one.includes('401'))).toEqual([]);
    await page.context().close();
  }, 60_000);

  test('an agent sees where they are signed in, ends what is elsewhere, and changes the password', async () => {
    const here = await desk.agentPage();
    const elsewhere = await desk.agentPage();
    const { page } = here;
    await page.goto('/tickets');
    await page.getByRole('button', { name: /^Signed in as/ }).click();
    await page.getByRole('menuitem', { name: 'Your account' }).click();
    const sessions = page.getByRole('list', { name: 'Where you are signed in' });
    await sessions.getByText('This one').waitFor();
    expect(await sessions.getByRole('listitem').count()).toBe(3);
    await sessions
      .getByRole('button', { name: /^End the session/ })
      .first()
      .click();
    await eventually(async () => (await sessions.getByRole('listitem').count()) === 2);
    await page.getByRole('button', { name: 'End all others' }).click();
    await eventually(async () => (await sessions.getByRole('listitem').count()) === 1);
    await expect(elsewhere.call('GET', '/api/v1/session')).rejects.toThrow('sign-in-needed');
    await elsewhere.close();
    await nora.close();
    nora = here;

    await page.getByLabel('Current password').fill('not this');
    await page.getByLabel('New password', { exact: true }).fill('the next password');
    await page.getByRole('button', { name: 'Change password' }).click();
    await page.getByText('This is not your current password.').waitFor();
    expect(here.complaints.splice(0)).toEqual([expect.stringContaining('422')]);
    await page.getByLabel('Current password').fill(password);
    await page.getByRole('button', { name: 'Change password' }).click();
    await page.getByText('Password changed.').waitFor();
    await page.getByLabel('Name').fill('Nora North');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('button', { name: 'Signed in as Nora North' }).waitFor();
    expect(here.complaints).toEqual([]);
  }, 60_000);

  test('who is away says so, and whoever assigns to them is told', async () => {
    const ben = { name: 'Ben Bauer', email: 'ben@desk.example', role: 'agent', password };
    await nora.call('POST', '/api/v1/agents', ben);
    const away = await desk.agentPage({ as: ben.email });
    await away.page.goto('/tickets');
    await away.page.getByRole('button', { name: 'Signed in as Ben Bauer' }).click();
    await away.page.getByRole('menuitem', { name: 'Set yourself away' }).click();
    const dialog = away.page.getByRole('dialog');
    await dialog.getByLabel('Until').fill('2099-06-01T08:00');
    await dialog.getByLabel('Note').fill('Sailing');
    await dialog.getByRole('button', { name: 'Set away' }).click();
    await away.page
      .getByRole('button', { name: /Signed in/ })
      .getByText('away until Jun 1, 2099 (Sailing)')
      .waitFor();

    const { page } = nora;
    await page.goto(`/tickets/${ticket}`);
    await page.getByRole('button', { name: /^Assignee:/ }).click();
    await page.getByRole('menuitem', { name: 'Ben Bauer · away until Jun 1, 2099' }).click();
    await page
      .getByText('Assigned to Ben Bauer, who is away until Jun 1, 2099 (Sailing).')
      .waitFor();

    await away.page.getByRole('button', { name: 'Signed in as Ben Bauer' }).click();
    await away.page.getByRole('menuitem', { name: 'You are back' }).click();
    await away.page
      .getByRole('button', { name: /Signed in/ })
      .getByText(ben.email)
      .waitFor();
    expect([...away.complaints, ...nora.complaints]).toEqual([]);
    await away.close();
  }, 60_000);
});

test.each([
  [
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0',
    'Edge, Windows',
  ],
  [
    'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1',
    'Safari, iOS',
  ],
  ['Mozilla/5.0 (X11; Linux x86_64; rv:143.0) Gecko/20100101 Firefox/143.0', 'Firefox, Linux'],
  ['curl/8.5.0', 'curl/8.5.0'],
])('%s is shown as %s', (userAgent, name) => expect(deviceName(userAgent)).toBe(name));
