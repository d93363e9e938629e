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

// The short form of faults.long.test.ts. One desk lives through all of it, one thing after another,
// and what it promised at the beginning must hold at the end.

jest.setTimeout(240_000);

let desk: Desk;
const promised: Promised = [];
beforeAll(async () => {
  desk = await startDesk({ middleCallMs: 1_000 });
});
afterAll(() => desk?.stop());

const small = (name: string): LoadPlan => ({
  name,
  notes: 24,
  callers: 8,
  urgentTickets: 2,
  timesUrgent: 2,
  replies: 2,
  newMails: 3,
});

test('whatever is killed, what was acknowledged is there once and what follows happens once', () =>
  killUnderLoad(desk, promised, {
    plan: {
      name: 'kills',
      notes: 160,
      callers: 20,
      urgentTickets: 4,
      timesUrgent: 3,
      replies: 5,
      newMails: 10,
      runsOfThreeCalls: 4,
    },
    kills: { order: ['worker', 'api', 'temporal', 'postgres'], pauseMs: 2_500, rounds: 1 },
  }));

test('whatever is killed, every mail that was taken is in exactly one thread', () =>
  killUnderMailFlood(desk, promised, {
    plan: { name: 'flood', conversations: 15, senders: 8, answerEvery: 5 },
    kills: { order: ['api', 'worker'], pauseMs: 2_500, rounds: 1 },
  }));

test('two API and two worker processes behave as one', () => twoOfEachBehaveAsOne(desk, promised));

test('Temporal away: agents and mail notice nothing, afterwards everything follows once', () =>
  temporalAway(desk, promised, { plan: small('away'), forMs: 5_000 }));

test('Temporal’s data lost: tickets work on, runs that could not be saved are listed', () =>
  temporalDataLost(desk, promised, small('lost')));

test('Temporal’s data put back from an older copy: tickets work on', () =>
  temporalDataOlder(desk, promised, [small('older-before'), small('older-after')]));

test('Postgres away: 503 and SMTP 4xx, nothing acknowledged is lost', () =>
  postgresAway(desk, promised));
