import { startDesk, type Desk } from './support/desk';
import type { LoadPlan } from './support/load';
import {
  killUnderLoad,
  killUnderMailFlood,
  postgresAway,
  temporalAway,
  temporalDataLost,
  temporalDataOlder,
  twoOfEachBehaveAsOne,
  type Promised,
} from './support/scenarios';

// `npm run test:faults`. 2,000 commands and 200 mails while everything falls, first one at a time,
// then at random; then the long absences.

jest.setTimeout(20 * 60_000);

let desk: Desk;
const promised: Promised = [];
beforeAll(async () => {
  desk = await startDesk({ middleCallMs: 8_000 });
});
afterAll(() => desk?.stop());

const victims = ['worker', 'api', 'temporal', 'postgres'] as const;

const half = (name: string): LoadPlan => ({
  name,
  notes: 880,
  callers: 24,
  urgentTickets: 10,
  timesUrgent: 6,
  replies: 40,
  newMails: 60,
});

const modest = (name: string): LoadPlan => ({
  name,
  notes: 100,
  callers: 10,
  urgentTickets: 4,
  timesUrgent: 3,
  replies: 8,
  newMails: 10,
});

const atRandom = (count: number): (typeof victims)[number][] =>
  Array.from({ length: count }, () => victims[Math.floor(Math.random() * victims.length)]!);

test.each(victims)('only the %s is killed, again and again', (victim) =>
  killUnderLoad(desk, promised, {
    plan: modest(victim),
    kills: { order: [victim], pauseMs: 3_000, rounds: 15 },
  }),
);

test('everything is killed in turn under 1,000 commands and 100 mails', () =>
  killUnderLoad(desk, promised, {
    plan: half('turn'),
    kills: { order: victims, pauseMs: 3_000, rounds: 10 },
  }));

test('things are killed at random under 1,000 commands and 100 mails', () =>
  killUnderLoad(desk, promised, {
    plan: half('random'),
    kills: { order: atRandom(40), pauseMs: 2_500, rounds: 1 },
  }));

test('things are killed at random under 20 runs of three calls, the middle one taking 8 s', () =>
  killUnderLoad(desk, promised, {
    plan: { ...modest('three-calls'), notes: 20, newMails: 0, replies: 2, runsOfThreeCalls: 20 },
    kills: { order: [...victims, ...atRandom(8)], pauseMs: 2_500, rounds: 1 },
  }));

test('two API and two worker processes behave as one', () => twoOfEachBehaveAsOne(desk, promised));

test('Temporal away for a minute: agents and mail notice nothing, afterwards everything follows once', () =>
  temporalAway(desk, promised, { plan: modest('away'), forMs: 60_000 }));

test('Temporal’s data lost: tickets work on, runs that could not be saved are listed', () =>
  temporalDataLost(desk, promised, modest('lost')));

test('Temporal’s data put back from an older copy: tickets work on', () =>
  temporalDataOlder(desk, promised, [modest('older-before'), modest('older-after')]));

test('Postgres away: 503 and SMTP 4xx, nothing acknowledged is lost', () =>
  postgresAway(desk, promised));

// Last, since whatever comes after it looks at its thousands of tickets too.
test('everything is killed in turn under 10,000 mails of mixed kinds at full speed', () =>
  killUnderMailFlood(desk, promised, {
    plan: { name: 'flood', conversations: 1_250, senders: 16, answerEvery: 25 },
    kills: { order: victims, pauseMs: 4_000, rounds: 100 },
  }));
