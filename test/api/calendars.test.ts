import { inTransaction } from '../../db/database';
import { allCalendars, findCalendars, updateCalendar } from '../../db/calendar-store';
import { anApi, type Answer, type TestApi } from './an-api';

jest.setTimeout(60_000);

let api: TestApi;
beforeAll(async () => (api = await anApi()));
afterAll(() => api.stop());

const add = (body: object, as = api.adminKey): Promise<Answer> =>
  api.call('POST', '/api/v1/calendars', { body, as });
const problemsOf = ({ body }: Answer) =>
  body.problems.map((one: { path: string; message: string }) => [one.path, one.message]);
const berlin = {
  name: 'Berlin office',
  timeZone: 'Europe/Berlin',
  hours: { friday: [{ from: '09:00', to: '12:00' }] },
};

test('a new desk has business hours on weekdays, which are the default and cannot be removed', async () => {
  const { body } = await api.call('GET', '/api/v1/calendars', { as: api.readOnlyKey });
  const nineToFive = [{ from: '09:00', to: '17:00' }];
  expect(body.items).toEqual([
    {
      id: expect.any(String),
      name: 'Business hours',
      isDefault: true,
      timeZone: 'UTC',
      hours: {
        monday: nineToFive,
        tuesday: nineToFive,
        wednesday: nineToFive,
        thursday: nineToFive,
        friday: nineToFive,
        saturday: [],
        sunday: [],
      },
      holidays: [],
    },
  ]);
  const refused = await api.call('DELETE', `/api/v1/calendars/${body.items[0].id}`);
  expect([refused.status, refused.body.code]).toEqual([409, 'still-in-use']);
});

test('a calendar is added, found by name in any case and by id, changed, made the default and removed', async () => {
  const holidays = [
    { date: '2026-12-26', name: 'Boxing Day' },
    { date: '2026-12-25', name: 'Christmas' },
  ];
  const { status, body: calendar } = await add({ ...berlin, holidays });
  expect([status, calendar.isDefault, calendar.hours.monday]).toEqual([201, false, []]);
  expect(calendar.holidays).toEqual(holidays.toReversed());
  const found = await findCalendars(api.db, ['BERLIN Office', 'Nowhere']);
  expect([...found]).toEqual([['berlin office', calendar]]);
  expect([...(await findCalendars(api.db, [calendar.id])).keys()]).toEqual([calendar.id]);
  expect((await add({ ...berlin, name: 'berlin OFFICE' })).body.problems).toEqual([
    { path: 'name', message: 'Another calendar has the name berlin OFFICE.' },
  ]);

  const path = `/api/v1/calendars/${calendar.id}`;
  const change = (body: object): Promise<Answer> => api.call('PATCH', path, { body });
  const night = { monday: [{ from: '22:00', to: '24:00' }] };
  const { body: changed } = await change({ hours: night });
  expect([changed.hours.monday, changed.hours.friday]).toEqual([night.monday, []]);
  expect(changed.holidays).toEqual(calendar.holidays);
  expect((await change({ name: 'Business hours' })).status).toBe(409);

  expect((await change({ isDefault: true })).body.isDefault).toBe(true);
  const [first, second] = await allCalendars(api.db);
  expect([first!.id, second!.isDefault]).toEqual([calendar.id, false]);
  expect((await api.call('DELETE', path)).status).toBe(409);
  await api.call('PATCH', `/api/v1/calendars/${second!.id}`, { body: { isDefault: true } });
  expect((await api.call('DELETE', path)).status).toBe(204);
  expect((await api.call('GET', path)).status).toBe(404);
});

test('of calendars that are made the default at the same time one is', async () => {
  const all = await Promise.all(
    ['A', 'B', 'C', 'D'].map(async (name) => (await add({ ...berlin, name })).body),
  );
  await Promise.all(
    all.map(({ id }) =>
      inTransaction(api.db, (transaction) =>
        updateCalendar(api.db, id, { isDefault: true }, transaction),
      ),
    ),
  );
  const defaults = (await allCalendars(api.db)).filter(({ isDefault }) => isDefault);
  expect(defaults).toHaveLength(1);
});

test('what is impossible is refused when saving, each with its path', async () => {
  const monday = [
    { from: '09:00', to: '12:00' },
    { from: '12:00', to: '13:00' },
    { from: '11:00', to: '11:30' },
    { from: '22:00', to: '06:00' },
  ];
  const holidays = ['2026-12-25', '2026-12-26', '2026-12-25'];
  const wrong = {
    ...berlin,
    timeZone: 'Europe/Atlantis',
    hours: { monday },
    holidays: holidays.map((date) => ({ date, name: 'A holiday' })),
  };
  expect(problemsOf(await add(wrong))).toEqual([
    ['timeZone', 'there is no such time zone; write it as Europe/Berlin'],
    ['hours.monday.2.from', 'this overlaps 09:00 to 12:00'],
    ['hours.monday.3.to', 'this must be later than 22:00; hours past midnight go on the next day'],
    ['holidays.2.date', '2026-12-25 is in the list twice'],
  ]);

  const malformed = {
    name: ' ',
    timeZone: '+02:00',
    hours: { monday: [{ from: '24:00', to: '9' }], moonday: [] },
    holidays: [{ date: '2026-02-30', name: 'Never' }],
  };
  const paths = problemsOf(await add(malformed)).map(([path]: [string]) => path);
  expect(paths).toEqual(
    expect.arrayContaining([
      'name',
      'hours.monday.0.from',
      'hours.monday.0.to',
      'hours.moonday',
      'holidays.0.date',
    ]),
  );
  expect(problemsOf(await add({ ...berlin, timeZone: '+02:00' }))[0][0]).toBe('timeZone');
  expect((await add(berlin, api.agentKey)).status).toBe(403);
});
