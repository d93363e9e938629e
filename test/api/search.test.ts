import { editDistance } from '../../db/search-words';
import { anApi, type TestApi } from './an-api';

let api: TestApi;
const numbers = new Map<string, number>();

beforeAll(async () => {
  api = await anApi();
  const add = async (title: string, fields: object = {}): Promise<void> => {
    numbers.set(title, (await api.aTicket({ title, ...fields })).number);
  };
  const say = (title: string, kind: string, text: string) =>
    api.call('POST', `/api/v1/tickets/${numbers.get(title)}/messages`, { body: { kind, text } });
  await add('Refund for a broken printer', {
    description: 'The paper tray snapped off.',
    tags: ['warranty'],
    requester: { email: 'zoe.miller@bright-foods.example', name: 'Zoë Miller' },
  });
  await add('Where is my parcel', { requester: { email: 'sam@other.example', name: 'Sam Stone' } });
  await say('Where is my parcel', 'note', 'The courier lost it; a refund is due to Sam.');
  await add('<b>Markup</b> & more');
  await say('<b>Markup</b> & more', 'note', 'He wrote <script>alert("overtime")</script> twice');
});
afterAll(() => api.stop());

const search = async (q: string, more = '') =>
  (await api.call('GET', `/api/v1/search?q=${encodeURIComponent(q)}${more}`)).body;
const titles = async (q: string): Promise<string[]> =>
  (await search(q)).items.map((one: { ticket: { title: string } }) => one.ticket.title);

test.each([
  ['a word of the title', 'printer', ['Refund for a broken printer']],
  ['the beginning of a word', 'warr', ['Refund for a broken printer']],
  ['a word of the description', 'snapped', ['Refund for a broken printer']],
  ['a word of a note', 'courier', ['Where is my parcel']],
  ['words of different places', 'stone courier', ['Where is my parcel']],
  ['a name without its accents', 'zoe', ['Refund for a broken printer']],
  ['a name with other accents and case', 'ZÔË', ['Refund for a broken printer']],
  ['a part of an address', 'bright-foods', ['Refund for a broken printer']],
  ['a whole address', 'zoe.miller@bright-foods.example', ['Refund for a broken printer']],
  ['a misspelt word', 'pritner', ['Refund for a broken printer']],
  ['a misspelt word of a note', 'couirer', ['Where is my parcel']],
  ['words that no ticket has together', 'printer courier', []],
  ['signs only', '?!', []],
])('%s finds its ticket', async (_what, q, expected) => {
  expect(await titles(q)).toEqual(expected);
});

test('a ticket that has the word in its title comes before one that has it in a note', async () => {
  expect(await titles('refund')).toEqual(['Refund for a broken printer', 'Where is my parcel']);
});

test('a number leads to its ticket', async () => {
  const number = numbers.get('Where is my parcel')!;
  expect((await search(`#${number}`)).items[0].ticket.number).toBe(number);
});

test('what was found is marked in plain text, so that markup in a message stays text', async () => {
  const [found] = (await search('overtime')).items;
  expect(found.snippet).toMatchObject({ kind: 'note', author: 'Test admin' });
  expect(found.snippet.parts).toEqual([
    { text: 'He wrote <script>alert("', hit: false },
    { text: 'overtime', hit: true },
    { text: '")</script> twice', hit: false },
  ]);
  expect((await search('printer')).items[0].title.at(-1)).toEqual({ text: 'printer', hit: true });
});

test('people are found by name, address and misspelt', async () => {
  for (const q of ['miller', 'sam@oth', 'Zoë Miler']) {
    expect((await search(q)).people).toHaveLength(1);
  }
});

test('pages show every ticket once', async () => {
  const first = await search('refund', '&limit=1');
  const rest = await search('refund', `&limit=1&cursor=${first.nextCursor}`);
  expect([...first.items, ...rest.items].map((one) => one.ticket.number)).toEqual([
    numbers.get('Refund for a broken printer'),
    numbers.get('Where is my parcel'),
  ]);
  expect([rest.nextCursor, rest.people]).toEqual([null, []]);
});

test('the list is searched in the same way, with its own filters and order', async () => {
  const listed = async (query: string) =>
    (await api.call('GET', `/api/v1/tickets?${query}`)).body.items.length;
  expect(await listed('q=refund')).toBe(2);
  expect(await listed('q=refund&tag=warranty')).toBe(1);
  expect(await listed('q=%3F')).toBe(0);
});

test('what changes is found by its new words only', async () => {
  const { number } = await api.aTicket({ title: 'Old heading', tags: ['before'] });
  const body = { title: 'Fresh caption', tags: ['after-all'] };
  await api.call('PATCH', `/api/v1/tickets/${number}`, { body });
  expect(await titles('heading')).toEqual([]);
  expect(await titles('caption after-all')).toEqual(['Fresh caption']);

  const { body: lead } = await api.call('GET', '/api/v1/leads?q=sam@other.example');
  await api.call('PATCH', `/api/v1/leads/${lead.items[0].id}`, { body: { name: 'Sam Granite' } });
  expect(await titles('granite')).toEqual(['Where is my parcel']);
});

test.each([
  ['refund', 'refnud', 1],
  ['order', 'ordre', 1],
  ['cable', 'cables', 1],
  ['invoice', 'invioces', 2],
  ['same', 'same', 0],
])('%s and %s are %i edits apart', (a, b, distance) => {
  expect(editDistance(a, b)).toBe(distance);
});

test('a reply that was taken back is neither found nor shown', async () => {
  const number = numbers.get('Where is my parcel')!;
  const body = { kind: 'reply', text: 'Sorry, the wombat ate it.', sendAfterSeconds: 10 };
  const reply = (await api.call('POST', `/api/v1/tickets/${number}/messages`, { body })).body;
  expect(await titles('wombat')).toEqual(['Where is my parcel']);

  await api.call('POST', `/api/v1/messages/${reply.id}/withdraw`);

  expect(await titles('wombat')).toEqual([]);
  expect(await titles('courier')).toEqual(['Where is my parcel']);
  expect(JSON.stringify(await search('parcel'))).not.toContain('wombat');
});
