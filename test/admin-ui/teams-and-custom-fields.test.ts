import { eventually } from '../support/eventually';
import { aDesk, type AgentPage, type Desk } from './a-desk';

describe('teams, custom fields and calendars', () => {
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

  test('an administrator makes a team in the settings; a ticket is given to it and taken back', async () => {
    const { page } = agent;
    await page.goto('/tickets');
    await page.getByRole('navigation').getByRole('link', { name: 'Settings' }).click();
    await page.getByRole('button', { name: 'Add a team' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Name').fill('Billing');
    await dialog.getByRole('combobox', { name: 'Members' }).click();
    await page.getByRole('option').first().click();
    await page.keyboard.press('Escape');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('button', { name: 'Edit Billing' }).waitFor();

    const { number } = await agent.call<{ number: number }>('POST', '/api/v1/tickets', {
      title: 'Wrong invoice',
      requester: { email: 'ana@customer.example' },
    });
    await page.goto(`/tickets/${number}`);
    const panel = page.getByRole('complementary');
    await panel.getByLabel('Team').selectOption({ label: 'Billing' });
    await panel.getByText('gave the ticket to the team Billing').waitFor();
    await panel.getByLabel('Team').selectOption({ label: 'No team' });
    await panel.getByText('removed the team').waitFor();

    const teamOf = async () =>
      (await agent.call<{ team: { name: string } | null }>('GET', `/api/v1/tickets/${number}`)).team
        ?.name ?? null;
    await page.goto('/tickets');
    await page.getByRole('checkbox', { name: `Select ticket ${number}` }).check();
    await page.getByRole('toolbar').getByRole('button', { name: 'Team' }).click();
    await page.getByRole('menuitem', { name: 'Billing' }).click();
    await page.getByText('1 ticket changed').waitFor();
    expect(await teamOf()).toBe('Billing');
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.getByText('Undone').waitFor();
    expect(await teamOf()).toBeNull();
  });

  test('fields are added, ordered and archived; a new ticket asks for them and its page changes them', async () => {
    const { page } = agent;
    await page.goto('/settings/custom-fields');
    const dialog = page.getByRole('dialog');
    const add = async (title: string, type: string, more?: () => Promise<void>) => {
      await page.getByRole('button', { name: 'Add a field' }).click();
      await dialog.getByLabel('Title').fill(title);
      await dialog.getByLabel('Type').selectOption({ label: type });
      await more?.();
      await dialog.getByRole('button', { name: 'Save' }).click();
      await dialog.waitFor({ state: 'detached' });
    };
    await add('Order number', 'Text', () =>
      dialog.getByRole('switch', { name: 'Required' }).click(),
    );
    await add('Product', 'One of a list', () => dialog.getByLabel('Options').fill('Loom\nYarn'));
    await add('Invoice', 'Link');
    await add('Weight', 'Number');
    const titles = () =>
      page.getByRole('list', { name: 'Custom fields of tickets' }).getByRole('listitem');
    await page.getByRole('button', { name: 'Move Product up' }).focus();
    await page.keyboard.press('Enter');
    await eventually(async () => (await titles().first().textContent())?.includes('Product'));

    await page.keyboard.press('c');
    await dialog.getByLabel('Customer').fill('ana@customer.example');
    await page.getByRole('option', { name: /ana@customer.example/ }).click();
    await dialog.getByLabel('Title').fill('My loom is late');
    await dialog.getByRole('button', { name: 'Create ticket' }).click();
    await dialog.getByText('Fill in Order number.').waitFor();
    await dialog.getByLabel('Order number').fill('A-17');
    await dialog.getByLabel('Product').selectOption('Loom');
    await dialog.getByRole('button', { name: 'Create ticket' }).click();

    const panel = page.getByRole('complementary');
    await page.getByRole('heading', { level: 1, name: 'My loom is late' }).waitFor();
    expect(await panel.getByLabel('Order number').inputValue()).toBe('A-17');
    await panel.getByLabel('Product').selectOption('Yarn');
    await panel.getByText('set Product to “Yarn”').waitFor();
    await panel.getByLabel('Invoice').fill('https://example.com/7');
    await page.keyboard.press('Enter');
    await panel.getByRole('link', { name: 'https://example.com/7' }).waitFor();
    await panel.getByLabel('Weight').pressSequentially('1.05');
    await page.keyboard.press('Enter');
    await panel.getByText('set Weight to “1.05”').waitFor();
    const url = page.url();

    await page.goto('/settings/custom-fields');
    await page.getByRole('button', { name: 'Archive Invoice' }).click();
    await page.getByRole('button', { name: 'Restore' }).waitFor();
    await page.goto(url);
    await panel.getByText('Invoice (archived)').waitFor();
    await panel.getByRole('link', { name: 'https://example.com/7' }).waitFor();
    expect(await panel.getByLabel('Invoice').count()).toBe(0);
  });

  test('a calendar is added by keyboard; what is wrong with its hours is said at their place', async () => {
    const { page } = agent;
    await page.goto('/settings/calendars/new');
    await page.getByLabel('Name', { exact: true }).fill('Berlin office');
    await page.getByRole('combobox', { name: 'Time zone' }).fill('');
    await page.keyboard.type('berlin');
    await page.getByRole('option', { name: 'Europe/Berlin' }).waitFor();
    await page.keyboard.press('Enter');
    const saturday = page.getByRole('group', { name: 'Saturday' });
    await saturday.getByRole('button', { name: 'Add hours on Saturday' }).press('Enter');
    await page.keyboard.press('Control+a');
    await page.keyboard.type('18');
    await page.keyboard.press('Enter');
    await saturday.getByText('this must be later than 18:00').waitFor();
    // The browser itself logs the refusal.
    expect(agent.complaints.splice(0)).toEqual([expect.stringContaining('422')]);

    await saturday.getByLabel('Saturday from').fill('930');
    await page.getByRole('button', { name: 'Sunday like Saturday' }).press('Enter');
    await page.getByRole('button', { name: 'Add a holiday' }).press('Enter');
    await page.getByLabel('Date').fill('2026-12-25');
    await page.getByLabel('Name of the holiday').fill('Christmas');
    await page.keyboard.press('Enter');
    await page.getByText('Mon–Fri 09:00–17:00 · Sat–Sun 09:30–17:00').waitFor();
    await page.getByText('Europe/Berlin · 1 holiday').waitFor();

    await page.getByRole('button', { name: 'Make Berlin office the default' }).press('Enter');
    await page.getByRole('button', { name: 'Remove Business hours' }).press('Enter');
    await page.getByRole('button', { name: 'Remove the calendar' }).press('Enter');
    await page.getByText('Business hours', { exact: true }).waitFor({ state: 'detached' });
  });

  test('a Flow that asks about a field and the team says so by their titles, and starts when a person sets them', async () => {
    const { page, call } = agent;
    const region = { title: 'Region', type: 'select', options: ['North', 'South'] };
    await call('POST', '/api/v1/custom-fields', region);
    const team = await call<{ id: string }>('POST', '/api/v1/teams', { name: 'Field service' });
    await call('POST', '/api/v1/flows', {
      language: 1,
      flow: 'northern',
      title: 'Northern tickets',
      on: [
        {
          event: 'ticket.fields_changed',
          when: {
            all: [
              { field: 'ticket.fields.region', changed_to: 'North' },
              { field: 'team', is: team.id },
            ],
          },
        },
      ],
      steps: [
        {
          id: 'which',
          if: {
            when: { field: 'ticket.fields.region', is: 'North' },
            then: [{ id: 'tell', use: 'core.add-note@1', with: { text: 'Off to the north' } }],
          },
        },
      ],
    });
    await call('POST', '/api/v1/flows/northern/publish');
    const { number } = await call<{ number: number }>('POST', '/api/v1/tickets', {
      ...{ title: 'A broken shaft', requester: { email: 'ana@customer.example' } },
      ...{ teamId: team.id, customFields: { region: 'South', 'order-number': 'A-18' } },
    });

    await page.goto('/flows/northern');
    await page.getByText('When Region changes to North and team is Field service').waitFor();
    await page.getByText('If Region is North').waitFor();
    await page.goto(`/tickets/${number}`);
    const panel = page.getByRole('complementary');
    await panel.getByLabel('Region').selectOption('North');

    await page.getByRole('log').getByText('Off to the north').waitFor();
  });
});
