import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { eventually } from '../support/eventually';
import {
  aDesk,
  openTicket,
  password,
  type AgentPage,
  type Desk,
  type TicketAnswer,
} from './a-desk';

describe('writing on a ticket', () => {
  let desk: Desk;
  let agent: AgentPage;
  let page: Page;
  const folder = mkdtempSync(path.join(os.tmpdir(), 'ticketloom-files-'));

  beforeAll(async () => {
    desk = await aDesk();
  }, 120_000);
  beforeEach(async () => {
    agent = await desk.agentPage();
    page = agent.page;
  });
  afterEach(async () => {
    expect(agent.complaints).toEqual([]);
    await agent.close();
  });
  afterAll(async () => {
    await desk.stop();
    rmSync(folder, { recursive: true });
  });

  /** A file on disk, since the browser reads those by itself. */
  const fileOf = (name: string, bytes: number): string => {
    const file = path.join(folder, name);
    writeFileSync(file, '');
    truncateSync(file, bytes);
    return file;
  };

  const open = async (ticket: TicketAnswer): Promise<void> => {
    await page.goto(`/tickets/${ticket.number}`);
    await page.getByRole('heading', { level: 1, name: `#${ticket.number}` }).waitFor();
  };
  const words = () => page.getByLabel('Reply to the customer');
  const sendReply = () => page.getByRole('button', { name: 'Send reply' }).click();
  const messagesOf = async ({ number }: TicketAnswer) =>
    (
      await agent.call<{ items: { text: string; delivery?: { cc: string[] } }[] }>(
        'GET',
        `/api/v1/tickets/${number}/messages`,
      )
    ).items;

  test('a reply can be taken back for ten seconds, with the status it set; its words are there again', async () => {
    const ticket = await openTicket(agent);
    await open(ticket);
    await words().fill('Too early, sorry.');
    await page.getByRole('combobox', { name: 'Status after sending' }).click();
    await page.getByRole('option', { name: 'Set Waiting' }).click();
    await sendReply();

    const held = page.getByRole('article').filter({ hasText: 'Too early, sorry.' });
    await held.getByText(/Sending in \d+ s/).waitFor();
    await page.getByRole('button', { name: 'Status: Waiting' }).waitFor();
    await held.getByRole('button', { name: 'Undo' }).click();
    await held.waitFor({ state: 'detached' });

    await page.getByRole('button', { name: 'Status: Open' }).waitFor();
    await eventually(async () => (await words().inputValue()) === 'Too early, sorry.');
    expect((await messagesOf(ticket)).map(({ text }) => text)).toEqual([
      'It started this morning.',
    ]);
  });

  test('files go along by button, paste and drop, one too large says why, and a forgotten one is asked for once', async () => {
    const ticket = await openTicket(agent);
    await open(ticket);
    await words().fill('The plan is attached.');
    await sendReply();
    await page.getByRole('alert').getByText('no file is attached').waitFor();

    const [chooser] = await Promise.all([
      page.waitForEvent('filechooser'),
      page.getByRole('button', { name: 'Attach files' }).last().click(),
    ]);
    await chooser.setFiles([fileOf('plan.txt', 8), fileOf('film.mp4', 26 * 1024 * 1024)]);
    await page.getByText('the most for one file').waitFor();
    await page.getByRole('button', { name: 'Leave film.mp4 out' }).click();
    await words().evaluate(bringAFile, { by: 'paste', name: 'shot.png' });
    await page.getByRole('button', { name: 'Remove shot.png' }).waitFor();
    await words().evaluate(bringAFile, { by: 'drop', name: 'log.txt' });
    await page.getByRole('button', { name: 'Remove log.txt' }).waitFor();
    await page.getByRole('button', { name: 'Remove plan.txt' }).waitFor();
    await sendReply();

    const message = page.getByRole('article').filter({ hasText: 'The plan is attached.' });
    await message.getByRole('link', { name: 'shot.png' }).waitFor();
    await message.getByRole('link', { name: 'plan.txt' }).waitFor();
    const file = await message.getByRole('link', { name: 'plan.txt' }).getAttribute('href');
    const headers = (await page.request.get(file!)).headers();
    expect(headers['content-disposition']).toMatch(/^attachment/);
    expect(headers['x-content-type-options']).toBe('nosniff');
    expect(headers['content-security-policy']).toContain('sandbox');
  });

  test('an address that is new to the ticket is confirmed with the reason before it gets a copy', async () => {
    const ticket = await openTicket(agent);
    await open(ticket);
    await words().fill('Please see with your colleague.');
    await page.getByRole('button', { name: 'Add Cc' }).click();
    await page.getByRole('combobox', { name: 'Cc' }).fill('boss@brightfoods.example');
    await page.keyboard.press('Enter');
    await page.getByText('Goes to ana@brightfoods.example, boss@brightfoods.example').waitFor();

    await sendReply();
    await page.getByText('boss@brightfoods.example is new on this ticket').waitFor();
    expect(await messagesOf(ticket)).toHaveLength(1);
    await page.getByRole('button', { name: 'Yes, send it' }).click();
    await page
      .getByRole('article')
      .filter({ hasText: 'Please see with your colleague.' })
      .waitFor();

    expect((await messagesOf(ticket)).at(-1)!.delivery!.cc).toEqual(['boss@brightfoods.example']);
  });

  test('what is begun here is on the other screen too, and neither overwrites the other', async () => {
    const ticket = await openTicket(agent);
    await open(ticket);
    await words().fill('Dear Ana,');
    await page.getByText('Draft saved').waitFor();
    const other = await page.context().newPage();
    await other.goto(`/tickets/${ticket.number}`);
    await other.getByText('Dear Ana,').waitFor();
    await other.getByLabel('Reply to the customer').fill('Dear Ana, from the phone');
    await other.getByText('Draft saved').waitFor();

    await words().fill('Dear Ana, from the desk');
    await page.getByRole('alert').getByText('Dear Ana, from the phone').waitFor();
    await page.getByRole('button', { name: 'Take the other' }).click();

    expect(await words().inputValue()).toBe('Dear Ana, from the phone');
    await page.goto('/tickets');
    await page.locator(`[data-number="${ticket.number}"]`).getByText('Draft').waitFor();
    await other.close();
    // The browser itself logs the refused save.
    expect(agent.complaints.splice(0)).toEqual([expect.stringContaining('412')]);
  });

  test('who writes while a colleague does is told before it is sent', async () => {
    await agent.call('POST', '/api/v1/agents', {
      name: 'Tomás Ferreira',
      email: 'tomas@desk.example',
      password,
    });
    const colleague = await desk.agentPage({ as: 'tomas@desk.example' });
    const ticket = await openTicket(agent);
    await open(ticket);
    await words().fill('It is our fault.');
    await colleague.call('POST', `/api/v1/tickets/${ticket.number}/messages`, {
      kind: 'note',
      text: 'Do not say that it is our fault!',
    });

    await sendReply();
    await page.getByRole('alert').getByText('Tomás Ferreira added an internal note').waitFor();
    expect(await words().inputValue()).toBe('It is our fault.');
    await page.getByRole('button', { name: 'Send anyway' }).click();
    await page.getByRole('article').filter({ hasText: 'It is our fault.' }).first().waitFor();

    await eventually(async () =>
      (await messagesOf(ticket)).some(({ text }) => text === 'It is our fault.'),
    );
    await colleague.close();
    // The browser itself logs the refusal.
    expect(agent.complaints.splice(0)).toEqual([expect.stringContaining('409')]);
  });
});

/** Runs in the browser: a file comes by the clipboard, or is let go over the element. */
function bringAFile(element: unknown, { by, name }: { by: string; name: string }): void {
  const page = globalThis as unknown as Record<
    string,
    new (...from: unknown[]) => { items: { add(file: unknown): void } }
  >;
  const transfer = new page.DataTransfer!();
  transfer.items.add(new page.File!([new Uint8Array([1, 2, 3])], name));
  const options = { bubbles: true, cancelable: true };
  const event =
    by === 'paste'
      ? new page.ClipboardEvent!('paste', { ...options, clipboardData: transfer })
      : new page.DragEvent!('drop', { ...options, dataTransfer: transfer });
  (element as { dispatchEvent(event: unknown): void }).dispatchEvent(event);
}
