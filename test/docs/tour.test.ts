import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { eventually } from '../support/eventually';
import { printed, runProduct, type ProductProcess } from '../support/product-process';
import { anEmptyDatabase, aTemporalNamespace, type TestDatabase } from '../support/stack';

jest.setTimeout(120_000);

const root = path.join(__dirname, '../..');
const readme = readFileSync(path.join(root, 'README.md'), 'utf8');
const blocks = [...readme.matchAll(/^```bash\n(.*?)^```/gms)].map(([, code]) => code!.trim());

/** Commands of the README that other tests or this very run show to work. */
const shownElsewhere = [
  'npm start',
  'npm test',
  /^ADMIN_PASSWORD=\S+ .* docker compose up --build$/,
];

/** The tour of the README, walked with its own commands. */
describe("the README's tour", () => {
  let desk: TestDatabase;
  let product: ProductProcess;
  let api: string;
  let key: string;

  beforeAll(async () => {
    desk = await anEmptyDatabase();
    const { address, namespace } = await aTemporalNamespace();
    product = runProduct({
      DATABASE_URL: desk.url,
      TEMPORAL_ADDRESS: address,
      TEMPORAL_NAMESPACE: namespace,
      ADMIN_PASSWORD: 'tour-password',
      DEMO_DATA: '1',
      LOG_LEVEL: 'warn',
    });
    await product.ready;
    api = printed(product, 'Desk');
    const [made] = commandsWith('create-api-key');
    key = (await shell(`${made}; echo; echo "$API_KEY"`)).trim().split('\n').at(-1)!;
  });

  afterAll(async () => {
    product?.child.kill('SIGINT');
    await product?.ended;
    await desk?.drop();
  });

  test('has no command that is neither walked here nor shown elsewhere', () => {
    const walked = ['curl smtp://', 'API_KEY=', 'publish-flow'];
    const unknown = blocks
      .filter((code) => !walked.some((part) => code.includes(part)))
      .filter(
        (code) =>
          !shownElsewhere.some((one) => (one instanceof RegExp ? one.test(code) : one === code)),
      );

    expect(unknown).toEqual([]);
  });

  test("a customer's mail becomes a ticket, an urgent one goes to the lead, a reply waits and is answered", async () => {
    const [sendMail] = commandsWith('curl smtp://');
    await shell(sendMail!);
    const ticket = await eventually(() => ticketNamed('The export stops at row 500'));
    expect(ticket.requester).toMatchObject({ email: 'ana@customer.example', type: 'lead' });

    await call('PATCH', `/tickets/${ticket.number}`, { priority: 'urgent' });
    await eventually(async () => (await read(ticket.number)).assignee?.name === 'Maya Lindqvist');
    const run = await eventually(async () => {
      const { items } = await call<{ items: Run[] }>('GET', `/flow-runs?ticket=${ticket.number}`);
      return items.find(({ status }) => status === 'completed');
    });
    expect(run.steps?.length ?? 2).toBe(2);
    await eventually(async () => {
      const toLead = (await outbox()).filter(({ to }) => to.join().includes('lead@example.com'));
      return toLead.length >= 2;
    });

    await call('POST', `/tickets/${ticket.number}/messages`, {
      kind: 'reply',
      text: 'We are on it.',
      setStatus: 'waiting',
    });
    const mail = await eventually(async () =>
      (await outbox()).find(({ to }) => to.join().includes('ana@customer.example')),
    );
    await call('POST', `/outbox/${mail.id}/reply`, { text: 'Thank you, it works again.' });
    await eventually(async () => (await read(ticket.number)).status === 'open');
  });

  test('a script finds the ticket with a key of its own', async () => {
    await shell(commandsWith('curl smtp://')[0]!);
    await eventually(() => ticketNamed('The export stops at row 500'));

    const found = await shell(commandsWith('API_KEY=')[0]!);

    const { items } = JSON.parse(found) as { items: Ticket[] };
    expect(items.map(({ title }) => title)).toContain('The export stops at row 500');
  });

  test('a Flow is published from its file', async () => {
    const said = await shell(commandsWith('publish-flow')[0]!);

    expect(said).toContain('urgent-to-lead is published');
  });

  interface Ticket {
    number: number;
    title: string;
    status: string;
    assignee: { name: string } | null;
    requester: { type: string; email: string };
  }
  interface Run {
    status: string;
    steps?: unknown[];
  }

  const read = (number: number): Promise<Ticket> => call('GET', `/tickets/${number}`);

  async function ticketNamed(title: string): Promise<Ticket | undefined> {
    const { items } = await call<{ items: Ticket[] }>('GET', '/tickets');
    return items.find((ticket) => ticket.title === title);
  }

  async function outbox(): Promise<Array<{ id: string; to: string[] }>> {
    return (await call<{ items: Array<{ id: string; to: string[] }> }>('GET', '/outbox')).items;
  }

  async function call<T>(method: string, where: string, body?: object): Promise<T> {
    const response = await fetch(`${api}/api/v1${where}`, {
      method,
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    const answer = await response.text();
    if (!response.ok) throw new Error(`${method} ${where}: ${response.status} ${answer}`);
    return JSON.parse(answer) as T;
  }

  /** As a reader would run it, with the addresses that this product printed. */
  function shell(command: string): Promise<string> {
    const here = command
      .replaceAll('http://localhost:3000', api)
      .replaceAll('localhost:2525', printed(product, 'Mail to the desk \\(SMTP\\)'));
    const env = { ...process.env, DATABASE_URL: desk.url };
    return new Promise((resolve, reject) => {
      execFile('bash', ['-euc', here], { cwd: root, env }, (error, stdout, stderr) => {
        if (error) reject(new Error(`${here}\n${stdout}${stderr}`, { cause: error }));
        else resolve(stdout);
      });
    });
  }
});

/** Code blocks of the README with `part` in them. */
function commandsWith(part: string): string[] {
  return blocks.filter((code) => code.includes(part));
}
