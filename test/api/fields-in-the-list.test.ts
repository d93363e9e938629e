import { anApi, type TestApi } from './an-api';

jest.setTimeout(60_000);

let api: TestApi;
beforeAll(async () => {
  api = await anApi();
  for (const body of [
    { title: 'Order', type: 'text' },
    { title: 'Amount', type: 'number' },
    { title: 'Due', type: 'date' },
    { title: 'Plan', type: 'select', options: ['free', 'pro, yearly', 'team'] },
    { title: 'Areas', type: 'multi_select', options: ['web', 'app'] },
    { title: 'Paid', type: 'boolean' },
    { title: 'Shop', type: 'link' },
  ]) {
    expect((await api.call('POST', '/api/v1/custom-fields', { body })).status).toBe(201);
  }
  for (const [title, customFields] of tickets) await api.aTicket({ title, customFields });
});
afterAll(() => api.stop());

const tickets: [string, object][] = [
  ['a', { order: 'X-100', amount: 9, due: '2026-03-01', plan: 'pro, yearly', areas: ['web'] }],
  ['b', { order: 'x-200', amount: 10.5, due: '2026-01-15', plan: 'free', paid: true }],
  ['c', { amount: -3, plan: 'team', areas: ['app', 'web'], paid: false }],
  ['d', { shop: 'https://shop.example/1', due: '2026-02-01' }],
  ['e', {}],
];

async function titles(query: string): Promise<string> {
  const { status, body } = await api.call('GET', `/api/v1/tickets?sort=number&${query}`);
  if (status !== 200) throw new Error(JSON.stringify(body));
  return body.items.map((item: { title: string }) => item.title).join('');
}

test.each([
  ['field.order=x-', 'ab'],
  ['field.order=none', 'cde'],
  ['field.amount=9', 'a'],
  ['field.amount.from=9', 'ab'],
  ['field.amount.from=-5&field.amount.to=9', 'ac'],
  ['field.amount=none', 'de'],
  ['field.due.from=2026-01-20&field.due.to=2026-02-28', 'd'],
  ['field.due=2026-03-01', 'a'],
  [`field.plan=${encodeURIComponent('free,pro\\, yearly')}`, 'ab'],
  ['field.plan=team&field.areas=app', 'c'],
  ['field.areas=web', 'ac'],
  ['field.areas=app,web', 'ac'],
  ['field.paid=true', 'b'],
  ['field.paid=false', 'c'],
  ['field.paid=none', 'ade'],
  ['field.shop=shop.example', 'd'],
  ['field.plan=gone', ''],
])('a list is filtered by custom fields: %s', async (query, expected) => {
  expect(await titles(query)).toBe(expected);
});

test.each([
  ['field.order', 'abcde'],
  ['-field.order', 'baedc'],
  ['field.amount', 'cabde'],
  ['-field.amount', 'baced'],
  ['field.due', 'bdace'],
  ['-field.due', 'adbec'],
  // By the place of the option, not by its letters.
  ['field.plan', 'bacde'],
  ['-field.plan', 'cabed'],
])(
  'sort=%s puts tickets without a value last, and its pages show each once',
  async (sort, expected) => {
    let [seen, cursor] = ['', ''];
    do {
      const { status, body } = await api.call(
        'GET',
        `/api/v1/tickets?sort=${sort}&limit=2${cursor}`,
      );
      expect(status).toBe(200);
      seen += body.items.map((item: { title: string }) => item.title).join('');
      cursor = body.nextCursor ? `&cursor=${body.nextCursor}` : '';
    } while (cursor);

    expect(seen).toBe(expected);
  },
);

test.each([
  ['field.nothing=1', 'field.nothing', /no custom field/],
  ['field.amount=much', 'field.amount', /number/],
  ['field.due=tomorrow', 'field.due', /date/],
  ['field.paid=perhaps', 'field.paid', /true, false or none/],
  ['field.plan.from=free', 'field.plan.from', /numbers and dates/],
  ['sort=field.nothing', 'sort', /no custom field/],
  ['sort=colour', 'sort', /createdAt/],
  ['colour=red', 'colour', /colour/],
])('%s is refused with its place', async (query, path, message) => {
  const { status, body } = await api.call('GET', `/api/v1/tickets?${query}`);

  expect({ status, code: body.code }).toEqual({ status: 422, code: 'invalid-input' });
  expect(body.problems).toEqual([{ path, message: expect.stringMatching(message) as string }]);
});

test('a view keeps columns, filter and sort of custom fields, is counted by them, and stays when a field is archived', async () => {
  const view = {
    name: 'Free of charge',
    filter: { 'field.plan': 'free,team', 'field.amount.from': '0' },
    sort: '-field.amount',
    columns: ['title', 'field.plan'],
  };
  const { status, body } = await api.call('POST', '/api/v1/views', { body: view });
  expect({ status, body }).toMatchObject({ status: 201, body: view });
  const fields = await api.call('GET', '/api/v1/custom-fields');
  const { id } = fields.body.items.find(({ slug }: { slug: string }) => slug === 'plan');
  await api.call('PATCH', `/api/v1/custom-fields/${id}`, { body: { archived: true } });

  const { counts } = (await api.call('GET', '/api/v1/views/counts')).body;
  expect(counts[body.id]).toBe(1);
  expect(await titles('field.plan=free,team&field.amount.from=0')).toBe('b');
});

test.each([
  [{ filter: { 'field.amount': 'much' } }, 'filter.field.amount'],
  [{ filter: { 'field.nothing': '1' } }, 'filter.field.nothing'],
  [{ sort: 'field.nothing' }, 'sort'],
])('a view that asks for what no list can show is not saved: %j', async (wrong, path) => {
  const { status, body } = await api.call('POST', '/api/v1/views', {
    body: { name: 'Wrong', ...wrong },
  });

  expect({ status, path: body.problems?.[0]?.path }).toEqual({ status: 422, path });
});

test('what is written like SQL is a word', async () => {
  expect(await titles(`field.order=${encodeURIComponent(`x' OR '1'='1`)}`)).toBe('');
  expect(await titles(`field.plan=${encodeURIComponent("free'), ('1")}`)).toBe('');
});
