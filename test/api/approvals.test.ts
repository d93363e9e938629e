import {
  endApproval,
  endApprovalsOfRuns,
  findPeopleToAsk,
  type Approval,
} from '../../db/approval-store';
import { inTransaction, query } from '../../db/database';
import { claimWaitsToSignal } from '../../db/flow-wait-store';
import { anApproval, askAt, type AskedFields } from '../support/an-approval';
import { anApi, type TestApi } from './an-api';

const password = 'a good long password';

interface Person {
  id: string;
  email: string;
  cookie: string;
}

let api: TestApi;
let ana: Person;
let ben: Person;
let rita: Person;

beforeAll(async () => {
  api = await anApi();
  [ana, ben, rita] = [
    await aPerson('Ana', 'agent'),
    await aPerson('Ben', 'agent'),
    await aPerson('Rita', 'read-only'),
  ];
});
afterAll(() => api.stop());

async function aPerson(name: string, role: string): Promise<Person> {
  const email = `${name.toLowerCase()}@desk.example`;
  const body = { name, email, role, password };
  const { body: agent } = await api.call('POST', '/api/v1/agents', { body });
  return { id: agent.id, email, cookie: await api.signIn(email, password) };
}

const idsOf = (people: readonly Person[]): string[] => people.map(({ id }) => id);

const asked = (people: readonly Person[], fields: Partial<AskedFields> = {}): Promise<Approval> =>
  anApproval(api.db, { agentIds: idsOf(people), ...fields });

const answer = (who: Person, { id }: Pick<Approval, 'id'>, body: object, key?: string) =>
  api.call('POST', `/api/v1/approvals/${id}/answer`, {
    as: who.cookie,
    body,
    ...(key && { key }),
  });

const listed = async (who: Person, query_ = ''): Promise<{ ids: string[]; waiting: number }> => {
  const { body } = await api.call('GET', `/api/v1/approvals${query_}`, { as: who.cookie });
  return { ids: body.items.map((one: { id: string }) => one.id), waiting: body.waiting };
};

const toldRuns = async (): Promise<string[]> =>
  (await claimWaitsToSignal(api.db, 100)).map(({ runId }) => runId);

async function mails(): Promise<{ to: string; subject: string; text: string }[]> {
  return query(
    api.db,
    `SELECT recipients_to[1] AS to, subject, text FROM deliveries
     WHERE kind = 'notification' ORDER BY recipients_to[1]`,
  );
}

test('who is asked is told once, by mail and in the product, whatever their role', async () => {
  const { number } = await api.aTicket({ title: 'Money back' });
  const until = '2027-01-05T09:30:00.000Z';
  const approval = await asked([ana, rita], { ticket: number, until });
  const again = { agentIds: idsOf([ana, rita]), ticket: number, question: 'Another wording' };
  await askAt(api.db, approval.runId, again);

  const sent = await mails();
  expect(sent.map(({ to }) => to)).toEqual([ana.email, rita.email]);
  expect(sent[0]!.subject).toBe(`Refunds asks for your approval, ticket ${number}`);
  for (const part of [
    'Is a refund of 240 € right?',
    `https://desk.example/approvals/${approval.id}`,
    `https://desk.example/tickets/${number}`,
    'Money back',
    'Without an answer until 2027-01-05 09:30 UTC it counts as rejected.',
  ]) {
    expect(sent[0]!.text).toContain(part);
  }
  const { body } = await api.call('GET', '/api/v1/notifications?unread=true', { as: rita.cookie });
  expect(body.items).toMatchObject([
    {
      kind: 'approval-asked',
      approvalId: approval.id,
      eventType: null,
      ticket: { number, title: 'Money back' },
      actor: { type: 'flow', name: 'Refunds' },
    },
  ]);
  expect(await listed(rita, `?ticket=${number}`)).toEqual({ ids: [approval.id], waiting: 1 });
  expect(await listed(ben)).toEqual({ ids: [], waiting: 0 });

  const answered = await answer(rita, approval, { answer: 'approve', comment: ' Go on ' });
  expect(answered.body).toMatchObject({ outcome: 'approved', mayAnswer: false });
  const after = await api.call('GET', '/api/v1/notifications?unread=true', { as: ana.cookie });
  expect(after.body.unread).toBe(0);
});

test('the first answer decides where one is needed; then the run is told, and later answers learn who was first', async () => {
  await toldRuns();
  const approval = await asked([ana, ben]);
  const body = { answer: 'reject', comment: 'Not again' };
  const [first, again] = [
    await answer(ana, approval, body, 'once'),
    await answer(ana, approval, body, 'once'),
  ];

  expect(first).toMatchObject({ status: 200, body: { outcome: 'rejected', decidedBy: 'person' } });
  expect(again.body).toEqual(first.body);
  expect(first.body.people[0]).toMatchObject({
    agent: { id: ana.id, name: 'Ana' },
    answer: 'reject',
    comment: 'Not again',
  });
  expect(await toldRuns()).toEqual([approval.runId]);
  const late = await answer(ben, approval, { answer: 'approve' });
  expect(late.status).toBe(409);
  expect(late.body).toMatchObject({ code: 'approval-ended', detail: 'Ana rejected it already.' });
  expect((await listed(ana)).ids).not.toContain(approval.id);
  expect((await listed(ana, '?state=ended')).ids).toContain(approval.id);
});

test('where all are needed the run waits for the last approval, and a person answers once', async () => {
  await toldRuns();
  const approval = await asked([ana, ben], { needs: 'all' });
  const first = await answer(ana, approval, { answer: 'approve' });
  expect(first.body).toMatchObject({ outcome: null, endedAt: null, mayAnswer: false });
  const other = await answer(ana, approval, { answer: 'reject' });
  expect([other.status, other.body.code]).toEqual([409, 'approval-answered']);
  expect(await toldRuns()).toEqual([]);
  expect((await listed(ana)).waiting).toBe(0);

  expect((await answer(ben, approval, { answer: 'approve' })).body.outcome).toBe('approved');
  expect(await toldRuns()).toEqual([approval.runId]);
});

test('of two answers at once the first counts', async () => {
  const approval = await asked([ana, ben]);
  const both = await Promise.all([
    answer(ana, approval, { answer: 'approve' }),
    answer(ben, approval, { answer: 'reject' }),
  ]);

  expect(both.map(({ status }) => status).sort()).toEqual([200, 409]);
});

test('when its time is over it has its default, unless somebody was faster', async () => {
  const [late, fast] = [await asked([ana]), await asked([ana])];
  await answer(ana, fast, { answer: 'approve' });
  const timeOut = (approval: Approval) =>
    inTransaction(api.db, (transaction) =>
      endApproval(api.db, approval, { outcome: 'rejected', decidedBy: 'timeout' }, transaction),
    );

  expect(await timeOut(late)).toMatchObject({ outcome: 'rejected', decidedBy: 'timeout' });
  expect(await timeOut(fast)).toMatchObject({ outcome: 'approved', decidedBy: 'person' });
  const refused = await answer(ana, late, { answer: 'approve' });
  expect(refused.body.detail).toContain('counts as rejected');
});

test('when a run ends nobody is asked any more', async () => {
  const [gone, stays] = [await asked([ben]), await asked([ben])];
  await inTransaction(api.db, (transaction) =>
    endApprovalsOfRuns(api.db, [gone.runId], transaction),
  );

  const { ids } = await listed(ben);
  expect([ids.includes(gone.id), ids.includes(stays.id)]).toEqual([false, true]);
  const path = `/api/v1/approvals/${gone.id}`;
  const shown = await api.call('GET', path, { as: ben.cookie });
  expect(shown.body).toMatchObject({ decidedBy: 'cancelled', outcome: null, mayAnswer: false });
  expect((await answer(ben, gone, { answer: 'approve' })).status).toBe(409);
});

test('others neither see nor answer it; admins see what all are asked, page by page', async () => {
  const approvals = [await asked([ana]), await asked([ana]), await asked([ana])];
  const [first] = approvals;
  expect((await api.call('GET', `/api/v1/approvals/${first!.id}`, { as: ben.cookie })).status).toBe(
    404,
  );
  expect((await answer(ben, first!, { answer: 'approve' })).status).toBe(403);
  const all = '/api/v1/approvals?all=true&limit=2';
  expect((await api.call('GET', all, { as: ben.cookie })).status).toBe(403);

  const page = await api.call('GET', all);
  const next = await api.call('GET', `${all}&cursor=${page.body.nextCursor}`);
  const ids = [...page.body.items, ...next.body.items].map((one: { id: string }) => one.id);
  expect(ids.slice(0, 3)).toEqual(approvals.map(({ id }) => id).reverse());
  expect((await api.call('GET', `/api/v1/approvals/${first!.id}`)).body.mayAnswer).toBe(false);
});

test('agents by address or id and the members of teams are asked; a step that names nobody fails', async () => {
  const team = { name: 'Refund Desk', memberIds: [ana.id, ben.id] };
  const { body } = await api.call('POST', '/api/v1/teams', { body: team });
  expect(await findPeopleToAsk(api.db, ['RITA@desk.example', 'refund desk', ben.id])).toEqual([
    ana.id,
    ben.id,
    rita.id,
  ]);
  expect(await findPeopleToAsk(api.db, [body.id, 'nobody@desk.example'])).toHaveLength(2);

  await expect(asked([])).rejects.toMatchObject({ code: 'nobody-to-ask' });
});
