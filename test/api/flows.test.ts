import { randomUUID } from 'node:crypto';
import pino from 'pino';
import { languageVersion } from '../../flows/language/document';
import { EngineAway, type Engine } from '../../automation/engine';
import { WorkflowNotFoundError } from '@temporalio/common';
import { cancelFlowRuns } from '../../automation/cancel-flow-runs';
import { inTransaction, query } from '../../db/database';
import { planFlowRuns } from '../../automation/plan-flow-runs';
import { startRelay } from '../../automation/relay';
import { endRun } from '../../db/flow-run-store';
import { eventsAfter } from '../../db/ticket-store';
import { flowRunWorkflowId } from '../../workflows/messages';
import { eventually } from '../support/eventually';
import { anApi, type Answer, type TestApi } from './an-api';

let api: TestApi;
beforeAll(async () => {
  api = await anApi();
});
afterAll(() => api.stop());

const yaml = (slug: string, priority = 'urgent') => `
language: 1
flow: ${slug}
title: Urgent
on:
  - event: ticket.priority_changed
    when: { field: priority, changed_to: ${priority} }
steps:
  - id: note
    use: core.add-note@1
    with: { text: "{{ticket.title}} is urgent" }
`;

const inYaml = { 'Content-Type': 'application/yaml' };

const post = (path: string, options = {}) => api.call('POST', `/api/v1/flows${path}`, options);

async function aFlow(priority?: string): Promise<string> {
  const slug = `flow-${randomUUID().slice(0, 8)}`;
  const made = await post('', { body: yaml(slug, priority), headers: inYaml });
  expect(made.status).toBe(201);
  return slug;
}

describe('a Flow', () => {
  test('is a draft until it is published, and then a version', async () => {
    const slug = await aFlow();
    expect((await api.call('GET', `/api/v1/flows/${slug}`)).body).toMatchObject({
      slug,
      version: null,
      draft: { flow: slug, title: 'Urgent' },
      draftProblems: [],
    });

    const published = await post(`/${slug}/publish`);

    expect(published.status).toBe(200);
    expect(published.body).toMatchObject({ version: 1, enabled: true, versions: [{ version: 1 }] });
    expect(published.body.versions[0].publishedBy.name).toBe('Test admin');
  });

  test('is read by id as by slug, as JSON as YAML', async () => {
    const slug = await aFlow();
    const { id } = (await api.call('GET', `/api/v1/flows/${slug}`)).body;

    const byId = await api.call('GET', `/api/v1/flows/${id}`);
    const text = await fetch(`${api.url}/api/v1/flows/${id}`, {
      headers: { Authorization: `Bearer ${api.adminKey}`, Accept: 'application/yaml' },
    });

    expect(byId.body.slug).toBe(slug);
    expect(await text.text()).toMatch(/^language: 2\nflow: .*\ntitle: Urgent\n/);
  });

  test('published without a change stays the version it is', async () => {
    const slug = await aFlow();
    await post(`/${slug}/publish`);

    expect((await post(`/${slug}/publish`)).body.version).toBe(1);
  });

  test('is changed by its draft, published again and rolled back', async () => {
    const slug = await aFlow();
    await post(`/${slug}/publish`);
    const changed = { body: yaml(slug, 'high'), headers: inYaml };

    const draft = await api.call('PUT', `/api/v1/flows/${slug}/draft`, changed);
    expect(draft.body).toMatchObject({
      version: 1,
      document: { on: [{ when: { changed_to: 'urgent' } }] },
      draft: { on: [{ when: { changed_to: 'high' } }] },
    });
    expect((await post(`/${slug}/publish`)).body.version).toBe(2);
    const back = await post(`/${slug}/rollback`);

    expect(back.body).toMatchObject({
      version: 3,
      document: { on: [{ when: { changed_to: 'urgent' } }] },
    });
  });

  test('is switched off and on', async () => {
    const slug = await aFlow();
    await post(`/${slug}/publish`);

    expect((await post(`/${slug}/disable`)).body.enabled).toBe(false);
    expect((await post(`/${slug}/enable`)).body.enabled).toBe(true);
  });

  test('has a slug of its own', async () => {
    const slug = await aFlow();

    const again = await post('', { body: yaml(slug), headers: inYaml });

    expect(again).toMatchObject({ status: 409, body: { code: 'already-exists' } });
  });

  test('cannot be made by an agent', async () => {
    const made = await post('', { body: yaml('mine'), headers: inYaml, as: api.agentKey });

    expect(made.status).toBe(403);
  });

  test('that nobody knows is not found', async () => {
    expect((await api.call('GET', '/api/v1/flows/nobody')).status).toBe(404);
  });
});

describe('people who edit one Flow', () => {
  const put = (slug: string, text: string, as = api.adminKey, query = '') =>
    api.call('PUT', `/api/v1/flows/${slug}/draft${query}`, { body: text, headers: inYaml, as });
  const show = async (slug: string, as = api.adminKey) =>
    (await api.call('GET', `/api/v1/flows/${slug}`, { as })).body;
  const twoSteps = (slug: string, first = 'first', second = 'second') => `
language: 1
flow: ${slug}
title: Two
on: [{ event: ticket.created }]
steps:
  - { id: first, use: core.add-note@1, with: { text: ${first} } }
  - { id: second, use: core.add-note@1, with: { text: ${second} } }
`;

  async function published(): Promise<string> {
    const slug = await aFlow();
    expect((await post(`/${slug}/publish`)).status).toBe(200);
    expect((await put(slug, twoSteps(slug))).status).toBe(200);
    expect((await post(`/${slug}/publish`)).body.version).toBe(2);
    return slug;
  }

  let ada: string;
  beforeAll(async () => (ada = await api.signIn()));

  test('have drafts of their own, which know where they began', async () => {
    const slug = await published();

    await put(slug, twoSteps(slug, 'mine'));
    const hers = (await put(slug, twoSteps(slug, 'hers'), ada, '?baseVersion=1')).body;

    expect(hers).toMatchObject({
      draft: { steps: [{ with: { text: 'hers' } }, {}] },
      draftBaseVersion: 1,
    });
    expect(hers.otherDrafts).toMatchObject([{ by: { name: 'Test admin' }, baseVersion: 2 }]);
    const mine = await show(slug);
    expect(mine).toMatchObject({
      draft: { steps: [{ with: { text: 'mine' } }, {}] },
      draftBaseVersion: 2,
    });
    expect(mine.otherDrafts).toMatchObject([{ by: { id: api.admin.id }, baseVersion: 1 }]);

    const gone = await api.call('DELETE', `/api/v1/flows/${slug}/draft`);
    expect(gone.status).toBe(204);
    expect(await show(slug)).toMatchObject({ draft: null, draftBaseVersion: null, version: 2 });
    expect((await show(slug, ada)).draft).not.toBeNull();
    expect((await put(slug, twoSteps(slug), ada, '?baseVersion=9')).body.code).toBe(
      'flow-version-not-found',
    );
  });

  test('are told what others published since, and who, before they replace it', async () => {
    const slug = await published();
    await put(slug, twoSteps(slug, 'mine'));
    await put(slug, twoSteps(slug, 'hers'), ada);
    await post(`/${slug}/publish`, { as: ada, body: { note: 'Friendlier' } });

    const refused = await post(`/${slug}/publish`, { body: { rebase: true } });

    expect(refused).toMatchObject({
      status: 409,
      body: {
        code: 'flow-moved-on',
        problems: [{ path: 'first', message: 'both changed the step first' }],
        details: {
          baseVersion: 2,
          version: 3,
          published: [{ version: 3, note: 'Friendlier', publishedBy: { id: api.admin.id } }],
          theirs: {
            steps: {
              changed: [
                { id: 'first', changes: [{ path: 'with.text', from: 'first', to: 'hers' }] },
              ],
            },
          },
          conflicts: [{ step: 'first' }],
        },
      },
    });
    const seen = await post(`/${slug}/publish`, { body: { baseVersion: 3, note: 'Mine' } });
    expect(seen.body).toMatchObject({
      version: 4,
      document: { steps: [{ with: { text: 'mine' } }, {}] },
      draft: null,
      versions: [{ note: 'Mine' }, { note: 'Friendlier' }, {}, {}],
    });
  });

  test('who changed different steps publish both', async () => {
    const slug = await published();
    await put(slug, twoSteps(slug, 'first', 'mine'));
    await put(slug, twoSteps(slug, 'hers'), ada);
    await post(`/${slug}/publish`, { as: ada });
    expect((await post(`/${slug}/publish`)).status).toBe(409);

    const both = await post(`/${slug}/publish`, { body: { rebase: true } });

    expect(both.body).toMatchObject({
      version: 4,
      document: { steps: [{ with: { text: 'hers' } }, { with: { text: 'mine' } }] },
    });
  });

  test('who publish at the same moment do not replace each other', async () => {
    const slug = await published();
    await put(slug, twoSteps(slug, 'mine'));
    await put(slug, twoSteps(slug, 'hers'), ada);

    const answers = await Promise.all([
      post(`/${slug}/publish`),
      post(`/${slug}/publish`, { as: ada }),
    ]);

    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
  });

  test('see what makes one version, or their draft, another', async () => {
    const slug = await published();
    await put(slug, twoSteps(slug, 'mine'));
    const diff = async (query = '') =>
      (await api.call('GET', `/api/v1/flows/${slug}/diff${query}`)).body;

    expect((await diff()).steps.changed).toEqual([
      { id: 'first', changes: [{ path: 'with.text', from: 'first', to: 'mine' }] },
    ]);
    expect(await diff('?from=1&to=published')).toMatchObject({
      fields: [{ path: 'title', from: 'Urgent', to: 'Two' }],
      triggers: { added: [{ event: 'ticket.created' }], removed: [{}] },
      steps: { added: [{ id: 'first', after: null }, { id: 'second' }], removed: [{ id: 'note' }] },
    });
    expect((await diff('?from=7')).code).toBe('flow-version-not-found');
  });

  test('throw a Flow away with its last draft as long as nothing of it is published', async () => {
    const slug = await aFlow();
    await put(slug, yaml(slug), ada);
    await api.call('DELETE', `/api/v1/flows/${slug}/draft`);
    expect((await show(slug)).otherDrafts).toHaveLength(1);

    await api.call('DELETE', `/api/v1/flows/${slug}/draft`, { as: ada });

    expect((await api.call('GET', `/api/v1/flows/${slug}`)).status).toBe(404);
  });

  test('leave behind who did what', async () => {
    const slug = await published();
    await post(`/${slug}/rollback`, { body: { note: 'It was wrong' } });
    await post(`/${slug}/disable`);
    await post(`/${slug}/disable`);
    await post(`/${slug}/archive`, { as: ada });

    const changes = async (query: string) =>
      (await api.call('GET', `/api/v1/flows/${slug}/changes?${query}`)).body;
    const first = await changes('limit=2');
    const rest = await changes(`cursor=${first.nextCursor}`);

    expect(first.items).toMatchObject([
      { what: 'archived', by: { id: api.admin.id }, details: { running: 'finish' } },
      { what: 'disabled', by: { name: 'Test admin' } },
    ]);
    expect(rest.items).toMatchObject([
      { what: 'rolled-back', version: 3, note: 'It was wrong', details: { to: 1 } },
      { what: 'published', version: 2 },
      { what: 'published', version: 1 },
      { what: 'created', version: null },
    ]);
    expect(rest.nextCursor).toBeNull();
  });
});

describe('a Flow that is put away', () => {
  test('is off and out of the list, keeps its slug and comes back', async () => {
    const slug = await aFlow();
    await post(`/${slug}/publish`);
    const slugs = async (query: string) =>
      (await api.call('GET', `/api/v1/flows?limit=200${query}`)).body.items.map(
        (one: { slug: string }) => one.slug,
      );

    const archived = await post(`/${slug}/archive`);

    expect(archived.body).toMatchObject({ enabled: false, archivedAt: expect.any(String) });
    expect(await slugs('')).not.toContain(slug);
    expect(await slugs('&archived=true')).toContain(slug);
    expect((await post('', { body: yaml(slug), headers: inYaml })).status).toBe(409);
    for (const verb of ['publish', 'enable', 'rollback', 'pause']) {
      await api.call('PUT', `/api/v1/flows/${slug}/draft`, {
        body: yaml(slug, 'high'),
        headers: inYaml,
      });
      const refused = await post(`/${slug}/${verb}`);
      const code = verb === 'rollback' ? 'flow-version-not-found' : 'flow-archived';
      expect({ verb, code: refused.body.code }).toEqual({ verb, code });
    }
    expect((await post(`/${slug}/restore`)).body).toMatchObject({
      enabled: false,
      archivedAt: null,
    });
    expect(await slugs('')).toContain(slug);
    expect((await post(`/${slug}/enable`)).body.enabled).toBe(true);
  });
});

describe('the runs of a Flow', () => {
  /** A run as it stands in its row, of a Flow that is published. */
  async function runsAs(...statuses: string[]): Promise<{ slug: string; ids: string[] }> {
    const slug = await aFlow();
    await post(`/${slug}/publish`);
    const ids: string[] = [];
    for (const status of statuses) {
      const id = `${slug}.${await urgentTicket()}.2`;
      ids.push(id);
      const set = 'UPDATE flow_runs SET status = $2, workflow_started = $3 WHERE id = $1';
      await query(api.db, set, [id, status, status === 'waiting']);
    }
    return { slug, ids };
  }
  const statusesOf = async (ids: string[]) =>
    Promise.all(
      ids.map(async (id) => (await api.call('GET', `/api/v1/flow-runs/${id}`)).body.status),
    );

  test('are left alone when it is switched off, or cancelled when that is asked, Temporal away or not', async () => {
    const { slug, ids } = await runsAs('waiting', 'starting', 'held', 'queued');
    await post(`/${slug}/disable`);
    expect(await statusesOf(ids)).toEqual(['waiting', 'running', 'held', 'queued']);

    const off = await post(`/${slug}/disable`, { body: { running: 'cancel' } });

    expect(off.body.enabled).toBe(false);
    expect(await statusesOf(ids)).toEqual(['waiting', 'running', 'cancelled', 'cancelled']);
    const away = { call: (what: string) => Promise.reject(new EngineAway(what)) };
    await expect(cancelFlowRuns(api.db, away, 'here')).rejects.toThrow(EngineAway);

    const asked: string[] = [];
    const back = {
      call: async <T>(_what: string, work: (client: never) => Promise<T>) =>
        work({ getHandle: (id: string) => ({ cancel: () => cancelled(id) }) } as never),
    };
    /** The waiting one has a workflow, which ends it; the other has none yet. */
    const cancelled = async (id: string): Promise<void> => {
      asked.push(id);
      if (id !== flowRunWorkflowId('here', ids[0]!))
        throw new WorkflowNotFoundError('none', id, undefined);
    };
    expect(await cancelFlowRuns(api.db, back, 'here')).toBe(2);
    expect(await cancelFlowRuns(api.db, back, 'here')).toBe(0);

    expect(asked).toHaveLength(2);
    expect(await statusesOf(ids)).toEqual(['waiting', 'cancelled', 'cancelled', 'cancelled']);
    const { items } = (await api.call('GET', `/api/v1/flows/${slug}/changes`)).body;
    expect(items[0]).toMatchObject({ what: 'disabled', details: { running: 'cancel', runs: 4 } });
  });

  test('are held while it is paused, and run or are dropped when it is resumed', async () => {
    const { slug, ids } = await runsAs('held', 'waiting', 'held');
    await query(api.db, `UPDATE flow_runs SET concurrency_key = 'a' WHERE id = $1`, [ids[2]]);
    const paused = await post(`/${slug}/pause`);
    expect(paused.body).toMatchObject({ enabled: true, pausedAt: expect.any(String) });
    ids.push(`${slug}.${await urgentTicket()}.2`);
    expect((await runs(`flow=${slug}&status=held`)).body.items).toHaveLength(3);
    expect((await post(`/${slug}/resume`, { body: {} })).body.problems).toMatchObject([
      { path: 'held' },
    ]);

    await post(`/${slug}/resume`, { body: { held: 'run' } });
    expect(await statusesOf(ids)).toEqual(['running', 'waiting', 'queued', 'running']);

    await post(`/${slug}/pause`);
    await query(
      api.db,
      `UPDATE flow_runs SET status = 'held', parent_run_id = $2, parent_step_id = 'call',
         parent_iteration = 0 WHERE id = $1`,
      [ids[0], ids[1]],
    );
    await query(
      api.db,
      `INSERT INTO flow_waits (run_id, step_id, iteration, after_seq, condition)
       VALUES ($1, 'call', 0, 0, '[]')`,
      [ids[1]],
    );
    const resumed = await post(`/${slug}/resume`, { body: { held: 'drop' } });
    expect(resumed.body.pausedAt).toBeNull();
    expect((await api.call('GET', `/api/v1/flow-runs/${ids[0]}`)).body).toMatchObject({
      status: 'stopped',
      reason: 'Dropped when the Flow was resumed.',
      endedAt: expect.any(String),
    });
    const told = 'SELECT matched_seq FROM flow_waits WHERE run_id = $1';
    expect(await query(api.db, told, [ids[1]])).toEqual([{ matched_seq: 0 }]);
  });

  test('that were held in the moment of resuming are let go by the sweep', async () => {
    const { ids } = await runsAs('held');

    await cancelFlowRuns(api.db, { call: () => Promise.reject(new Error('not asked')) }, 'here');

    expect(await statusesOf(ids)).toEqual(['running']);
  });
});

describe('a document with mistakes', () => {
  test('is checked without being kept', async () => {
    const check = async (body: object) =>
      (await post('/check', { body, as: api.readOnlyKey })).body.problems;
    const document = {
      language: 1,
      flow: 'not-kept',
      title: 'X',
      on: [{ event: 'ticket.created' }],
      steps: [{ id: 'a', use: 'core.add-note@1', with: { text: 'x' } }],
    };

    expect(await check(document)).toEqual([]);
    expect(await check({ ...document, titel: 'X' })).toMatchObject([{ path: 'titel' }]);
    expect(
      await check({ ...document, steps: [{ id: 'a', use: 'core.add-node@1' }] }),
    ).toMatchObject([{ path: 'steps.0.use' }]);
    expect((await api.call('GET', '/api/v1/flows/not-kept')).status).toBe(404);
  });

  test('of shape is refused with every problem and its path', async () => {
    const made = await post('', {
      body: { language: 1, flow: 'x', titel: 'X', on: [], steps: [{ id: 'a', uze: 'b' }] },
    });

    expect(made).toMatchObject({ status: 422, body: { code: 'flow-invalid' } });
    expect(made.body.problems).toEqual(
      expect.arrayContaining([
        { path: 'titel', message: '"titel" is not known here. Did you mean "title"?' },
        { path: 'steps.0.uze', message: '"uze" is not known here. Did you mean "use"?' },
      ]),
    );
  });

  test('of content can be kept as a draft, and is refused when it is published', async () => {
    const slug = `flow-${randomUUID().slice(0, 8)}`;
    const document = {
      language: 1,
      flow: slug,
      title: 'X',
      on: [{ event: 'ticket.created' }],
      steps: [
        { id: 'a', use: 'core.assign@1', with: { agent: 'nobody@example.com' } },
        { id: 'b', use: 'core.add-note@1', with: { text: '{{ticket.titel}}' } },
      ],
    };
    const made = await post('', { body: document });
    expect(made.status).toBe(201);
    expect(made.body.draftProblems).toHaveLength(2);

    const published = await post(`/${slug}/publish`);

    expect(published).toMatchObject({ status: 422, body: { code: 'flow-invalid' } });
    expect(published.body.problems).toEqual([
      {
        path: 'steps.1.with.text',
        message: 'there is no variable "ticket.titel". Did you mean "ticket.title"?',
      },
      {
        path: 'steps.0.with.agent',
        message: 'there is no active agent "nobody@example.com"; use the e-mail address of one',
      },
    ]);
    expect((await api.call('GET', `/api/v1/flows/${slug}`)).body.version).toBeNull();
  });

  test('of another Flow is no draft of this one', async () => {
    const slug = await aFlow();

    const put = await api.call('PUT', `/api/v1/flows/${slug}/draft`, {
      body: yaml('another'),
      headers: inYaml,
    });

    expect(put).toMatchObject({ status: 422, body: { problems: [{ path: 'flow' }] } });
  });

  test.each([
    ['application/yaml', 'a: [1', 'flow-invalid', 422],
    ['application/json', '{"a":', 'malformed-json', 400],
    ['text/plain', 'a', 'content-type-not-supported', 415],
  ])('as %s %j is %s', async (type, body, code, status) => {
    const made = await post('', { body, headers: { 'Content-Type': type } });

    expect(made).toMatchObject({ status, body: { code } });
  });
});

describe('a dry run', () => {
  test('tells which condition failed, and what each step would do', async () => {
    const slug = await aFlow();
    const { number } = await api.aTicket({ title: 'Fire' });
    await api.call('PATCH', `/api/v1/tickets/${number}`, { body: { priority: 'high' } });

    const dry = await post(`/${slug}/dry-run`, { body: { ticketNumber: number, seq: 2 } });

    expect(dry.body).toMatchObject({
      matched: false,
      triggers: [
        {
          event: 'ticket.priority_changed',
          verdict: { holds: false, field: 'priority', saw: { from: 'medium', to: 'high' } },
        },
      ],
      steps: [{ id: 'note', preview: 'Add the note: Fire is urgent' }],
    });
  });

  test('takes the ways of every kind of step, with waits as times', async () => {
    const document = {
      language: 2,
      flow: `dry-${Date.now()}`,
      title: 'Dry',
      on: [{ event: 'ticket.created', when: { cel: 'ticket.title.contains("Smoke")' } }],
      steps: [
        {
          id: 'domain',
          if: {
            when: { field: 'requester.email', contains: '@' },
            then: [{ id: 'keep', set: { words: ['a', 'b', 'c', 'd'] } }],
          },
        },
        {
          id: 'each',
          for: {
            each: { ref: 'vars.words' },
            max: 5,
            do: [{ id: 'say', use: 'core.add-note@1', with: { text: '{{item}}' } }],
          },
        },
        { id: 'later', wait: { for: '24h', calendar: 'Business hours' } },
        {
          id: 'which',
          switch: {
            on: { ref: 'ticket.priority' },
            cases: [{ is: 'urgent', do: [{ id: 'up', stop: { outcome: 'up' } }] }],
            else: [{ id: 'ask', approve: { by: ['Refunds'], text: 'Well?', for: '1h' } }],
          },
        },
      ],
    };
    await api.call('POST', '/api/v1/teams', { body: { name: 'Refunds' } });
    const made = await post('', { body: document });
    const { number } = await api.aTicket({ title: 'Smoke again' });
    const dry = await post(`/${made.body.slug}/dry-run`, {
      body: { ticketNumber: number, seq: 1 },
    });

    expect(dry.body.matched).toBe(true);
    const steps = dry.body.steps as { id: string; preview: string; at?: string }[];
    expect(steps.map(({ id }) => id)).toEqual([
      'domain',
      'keep',
      'each',
      'say',
      'say',
      'say',
      'later',
      'which',
      'ask',
    ]);
    expect(steps[2]!.preview).toBe('Once for each of 4 items, of which 3 are shown.');
    // Three business days of eight hours.
    expect(Date.parse(steps[6]!.at!)).toBeGreaterThan(Date.now() + 40 * 3_600_000);
    expect(steps[8]!.preview).toContain('without an answer it counts as rejected');
  });

  test('against an event that is not there is refused', async () => {
    const slug = await aFlow();
    const { number } = await api.aTicket();

    const dry = await post(`/${slug}/dry-run`, { body: { ticketNumber: number, seq: 99 } });

    expect(dry.status).toBe(404);
  });
});

describe('runs', () => {
  test('are listed by Flow, ticket and status, a page at a time, and read one by one', async () => {
    const slug = await aFlow();
    await post(`/${slug}/publish`);
    const tickets = [await urgentTicket(), await urgentTicket()];
    const [first] = tickets;

    const page = await runs(`flow=${slug}&limit=1`);
    const next = await runs(`flow=${slug}&limit=1&cursor=${page.body.nextCursor}`);

    const found = [...page.body.items, ...next.body.items];
    expect(found.map((run) => run.ticketNumber).sort()).toEqual(tickets.sort());
    expect(next.body.nextCursor).toBeNull();
    expect((await runs(`flow=${slug}&ticket=${first}&status=running`)).body.items).toHaveLength(1);
    expect((await runs(`flow=${slug}&ticket=${first}&status=failed`)).body.items).toEqual([]);
    const one = await api.call('GET', `/api/v1/flow-runs/${slug}.${first}.2`);
    expect(one.body).toMatchObject({ flow: { slug }, eventSeq: 2, version: 1, steps: [] });
  });

  test('that failed are run again once for one Idempotency-Key', async () => {
    const slug = await aFlow();
    await post(`/${slug}/publish`);
    const id = `${slug}.${await urgentTicket()}.2`;
    const rerun = () => api.call('POST', `/api/v1/flow-runs/${id}/rerun`, { key: `again ${id}` });
    expect(await rerun()).toMatchObject({ status: 422, body: { code: 'flow-run-not-ended' } });
    await endRun(api.db, id, { status: 'failed', reason: 'step note: failed' });

    const again = await rerun();
    const repeated = await rerun();

    expect(again.body).toMatchObject({ id: `${id}.r1`, rerunOf: id, status: 'running' });
    expect(repeated.body.id).toBe(`${id}.r1`);
  });

  test('that nobody knows are not found', async () => {
    expect((await api.call('GET', '/api/v1/flow-runs/a.1.1')).status).toBe(404);
    expect((await api.call('POST', '/api/v1/flow-runs/a.1.1/cancel')).status).toBe(404);
  });

  test('come with the reasons why other events did not start one', async () => {
    const slug = await aFlow();
    await post(`/${slug}/publish`);
    await planned((await api.aTicket()).number, { priority: 'low' });

    const { body } = await api.call('GET', `/api/v1/flows/${slug}/decisions`);

    expect(body.items[0]).toMatchObject({
      matched: false,
      explanation: { triggers: [{ verdict: { holds: false } }] },
    });
  });
});

describe('conditions on what an installation has of its own', () => {
  const flow = (when: object, event = 'ticket.fields_changed') => ({
    language: 1,
    flow: `flow-${randomUUID().slice(0, 8)}`,
    title: 'Own',
    on: [{ event, when }],
    steps: [{ id: 'note', use: 'core.add-note@1', with: { text: 'x' } }],
  });

  async function published(document: ReturnType<typeof flow>): Promise<string> {
    expect((await post('', { body: document })).status).toBe(201);
    expect((await post(`/${document.flow}/publish`)).status).toBe(200);
    return document.flow;
  }

  async function make(path: string, body: object): Promise<Answer['body']> {
    const made = await api.call('POST', `/api/v1/${path}`, { body });
    expect(made.status).toBe(201);
    return made.body;
  }

  const change = (number: number, body: object) =>
    api.call('PATCH', `/api/v1/tickets/${number}`, { body });

  const decisionsOf = async (slug: string): Promise<Answer['body'][]> =>
    (await api.call('GET', `/api/v1/flows/${slug}/decisions`)).body.items;

  test('a custom field or team changed to the value starts a Flow, another value does not, and why is told', async () => {
    await make('custom-fields', { title: 'Region', type: 'select', options: ['North', 'South'] });
    const team = await make('teams', { name: 'Night shift' });
    const field = 'ticket.fields.region';
    const ofRegion = await published(flow({ field, changed_to: 'North' }));
    const ofTeam = await published(
      flow({ field: 'team', changed_to: 'night Shift' }, 'ticket.team_changed'),
    );
    const numbers = [(await api.aTicket()).number, (await api.aTicket()).number];
    await change(numbers[0], { customFields: { region: 'North' }, teamId: team.id });
    await change(numbers[1], { customFields: { region: 'South' } });

    const relay = aRelay();
    const decisions = await eventually(async () => {
      const found = [...(await decisionsOf(ofRegion)), ...(await decisionsOf(ofTeam))];
      return found.length >= 3 ? found : null;
    });
    await relay.stop();

    const started = async (slug: string): Promise<number[]> =>
      (await runs(`flow=${slug}`)).body.items.map(
        (run: { ticketNumber: number }) => run.ticketNumber,
      );
    expect(await started(ofRegion)).toEqual([numbers[0]]);
    expect(await started(ofTeam)).toEqual([numbers[0]]);
    expect(decisions).toHaveLength(3);
    const refused = decisions.find(({ matched }) => !matched);
    expect(refused).toMatchObject({
      ticketNumber: numbers[1],
      explanation: {
        triggers: [
          {
            verdict: { holds: false, field, expected: 'North', saw: { from: null, to: 'South' } },
          },
        ],
      },
    });
  });

  test('are checked by what there is when a Flow is published, and again when a field is archived', async () => {
    const { id } = await make('custom-fields', { title: 'Contract', type: 'number' });
    const document = flow({
      all: [
        { field: 'ticket.fields.contrakt', is: 1 },
        { field: 'ticket.fields.contract', at_least: 'much' },
        { field: 'team', is: 'Nobody' },
      ],
    });

    const made = await post('', { body: document });

    expect(made.body.draftProblems).toEqual([
      {
        path: 'on.0.when.all.0.field',
        message: 'there is no custom field "contrakt". Did you mean "contract"?',
      },
      { path: 'on.0.when.all.1.at_least', message: 'write a number' },
      {
        path: 'on.0.when.all.2.is',
        message: 'there is no team "Nobody"; use the name of one',
      },
    ]);

    const right = await published(flow({ field: 'ticket.fields.contract', at_least: 5 }));
    const own = async () =>
      (await api.call('GET', '/api/v1/catalogue')).body.fields.find(
        (one: { field: string }) => one.field === 'ticket.fields.contract',
      );
    expect(await own()).toMatchObject({
      title: 'Contract',
      type: 'number',
      operators: expect.arrayContaining([{ operator: 'greater_than', takes: 'one' }]),
    });
    await api.call('PATCH', `/api/v1/custom-fields/${id}`, { body: { archived: true } });
    expect(await own()).toBeUndefined();
    expect((await post(`/${right}/publish`)).body.problems).toEqual([
      { path: 'on.0.when.field', message: expect.stringContaining('"contract" is archived') },
    ]);
  });
});

/** The relay of a worker whose Temporal is away: Flows are matched all the same. */
function aRelay() {
  const engine: Engine = {
    address: '',
    namespace: '',
    reachable: () => false,
    call: (what) => Promise.reject(new EngineAway(what)),
    onChange: () => () => undefined,
    onLost: () => () => undefined,
    onBack: () => () => undefined,
    close: () => Promise.resolve(),
  };
  const log = pino({ level: 'silent' });
  return startRelay({ db: api.db, engine, installation: 'here', plans: [planFlowRuns], log });
}

test('the key of webhook signatures is for admins', async () => {
  const { body } = await api.call('GET', '/api/v1/webhook-secret');
  const refused = await api.call('GET', '/api/v1/webhook-secret', { as: api.agentKey });

  expect(body.secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
  expect(refused.status).toBe(403);
});

test('the catalogue tells what Flows are made of', async () => {
  const { body } = await api.call('GET', '/api/v1/catalogue');

  expect(body.triggers).toContainEqual({ event: 'ticket.priority_changed', ofTicket: true });
  expect(body.triggers).toContainEqual({ event: 'mail.quarantined', ofTicket: false });
  expect(body.language.version).toBe(2);
  expect(body.fields.find(({ field }: { field: string }) => field === 'status')).toMatchObject({
    type: 'choice',
    operators: expect.arrayContaining([{ operator: 'changed_to', takes: 'one-or-list' }]),
  });
  expect(body.actions.map(({ use }: { use: string }) => use)).toContain('core.set-priority@1');
  expect(body.language.schema.required).toContain('steps');
});

test('every version of the language is served as JSON Schema', async () => {
  for (let version = 1; version <= languageVersion; version += 1) {
    const response = await fetch(`${api.url}/api/v1/flow-schemas/${version}`, {
      headers: { authorization: `Bearer ${api.readOnlyKey}` },
    });
    expect(response.headers.get('content-type')).toBe('application/schema+json');
    expect(await response.json()).toMatchObject({ $id: `urn:ticketloom:flow-schema:${version}` });
  }
  const later = await api.call('GET', `/api/v1/flow-schemas/${languageVersion + 1}`);
  expect(later.status).toBe(404);
});

const runs = (query: string) => api.call('GET', `/api/v1/flow-runs?${query}`);

async function urgentTicket(): Promise<number> {
  const { number } = await api.aTicket();
  await planned(number, { priority: 'urgent' });
  return number;
}

/** Changes a ticket and plans what follows, as the relay does in a worker. */
async function planned(number: number, change: object): Promise<void> {
  await api.call('PATCH', `/api/v1/tickets/${number}`, { body: change });
  const events = await eventsAfter(api.db, number, 1);
  await inTransaction(api.db, (transaction) => planFlowRuns(api.db, events, transaction));
}
