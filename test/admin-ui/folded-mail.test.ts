import type { Page } from 'playwright-core';
import { eventually } from '../support/eventually';
import { aDesk, type AgentPage, type Desk } from './a-desk';

describe('quotes and signatures of mails', () => {
  let desk: Desk;
  let agent: AgentPage;
  let page: Page;

  beforeAll(async () => {
    desk = await aDesk();
    agent = await desk.agentPage();
    page = agent.page;
  }, 120_000);
  afterEach(() => expect(agent.complaints.splice(0)).toEqual([]));
  afterAll(() => desk.stop());

  /** Opens the ticket that a mail of this body began. */
  async function openMail(type: string, body: string): Promise<void> {
    const head = `From: kim@customer.example\r\nSubject: Printer\r\nContent-Type: ${type}; charset=utf-8`;
    const taken = await page.request.post('/api/v1/inbound-mail', {
      headers: { 'Content-Type': 'message/rfc822' },
      data: Buffer.from(`${head}\r\n\r\n${body}`),
    });
    const { id } = (await taken.json()) as { id: string };
    const ticketNumber = await eventually(async () => {
      const mail = await agent.call<{ ticketNumber?: number | null }>(
        'GET',
        `/api/v1/inbound-mail/${id}`,
      );
      return mail.ticketNumber;
    });
    await page.goto(`/tickets/${ticketNumber}`);
  }

  const outlook =
    '<div class="WordSection1"><p>It burns again.</p><p>Kim</p><div><div style="border-top:solid #E1E1E1 1.0pt">' +
    '<p><b>From:</b> Ana &lt;ana@desk.example&gt;<br><b>Sent:</b> Monday, November 23, 2026<br>' +
    '<b>To:</b> Kim<br><b>Subject:</b> Printer</p></div></div><p>Pull the plug.</p></div>';

  test('an HTML mail shows its own words, and the quote with one click; nothing is lost', async () => {
    await openMail('text/html', outlook);
    const body = page.frameLocator('iframe').locator('body');
    await body.getByText('It burns again.').waitFor();

    expect(await body.getByText('Kim', { exact: true }).first().isVisible()).toBe(true);
    expect(await body.getByText('Pull the plug.').isVisible()).toBe(false);
    expect(await body.getByText('From:').isVisible()).toBe(false);
    await body.getByText('Show the quoted text').click();
    await body.getByText('Pull the plug.').waitFor();
    await body.getByText('From:').waitFor();

    const words = (await body.textContent())!.replaceAll(/\s+/g, ' ');
    expect(words.replace('Show the quoted text', '')).toBe(
      'It burns again.KimFrom: Ana <ana@desk.example>Sent: Monday, November 23, 2026To: KimSubject: PrinterPull the plug.',
    );
  });

  test('what is written below or between quotes stays in sight', async () => {
    await openMail(
      'text/html',
      '<blockquote type="cite">Does it burn?</blockquote><p>Yes.</p><blockquote type="cite">Red?</blockquote><p>No.</p>',
    );
    const body = page.frameLocator('iframe').locator('body');

    for (const words of ['Does it burn?', 'Yes.', 'Red?', 'No.']) {
      await body.getByText(words).waitFor();
    }
    expect(await body.locator('details').count()).toBe(0);
  });

  test('a plain mail folds its signature together with the quote, or alone', async () => {
    await openMail(
      'text/plain',
      'Thanks.\r\n\r\n-- \r\nKim Lee\r\n\r\nAm 23.11.26 um 09:12 schrieb Ana Ruiz:\r\n> Try again.',
    );
    const thread = page.getByRole('log');
    await thread.getByText('Thanks.').waitFor();
    expect(await thread.getByText('Kim Lee').count()).toBe(0);
    await thread.getByRole('button', { name: 'Show the quoted text' }).click();
    await thread.getByText('Kim Lee').waitFor();
    await thread.getByText('Try again.').waitFor();

    await openMail('text/plain', 'It works.\r\n\r\nSent from my iPhone');
    await thread.getByRole('button', { name: 'Show the signature' }).click();
    await thread.getByText('Sent from my iPhone').waitFor();
  });
});
