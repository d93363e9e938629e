import { statuses, canMove } from '../../domain/ticket/status';
import { actionCatalogue } from '../../plugins/actions';
import { assign } from '../../plugins/core/assign';
import { assign1 } from '../../plugins/core/assign-1';
import { changeTags } from '../../plugins/core/change-tags';
import { close } from '../../plugins/core/close';
import { createTicket } from '../../plugins/core/create-ticket';
import { escalate } from '../../plugins/core/escalate';
import { reply } from '../../plugins/core/reply';
import { runMacro } from '../../plugins/core/run-macro';
import { setFields } from '../../plugins/core/set-fields';
import { setTeam } from '../../plugins/core/set-team';
import { snooze } from '../../plugins/core/snooze';
import { aField } from '../flows/a-seen';
import { aContext } from './a-context';

const problemsOf = (use: string, inputs: Record<string, unknown>, fields = [] as never) =>
  actionCatalogue.find(use)!.inputProblems(inputs, fields);

describe('assign', () => {
  test('finds the named agent', async () => {
    const { ctx, calls } = aContext();

    expect(await assign.run(ctx, { agent: 'lead@example.com' })).toEqual({
      assigneeId: 'agent-7',
      changed: true,
    });
    expect(calls).toEqual([['assign', { agentId: 'agent-7' }]]);
  });

  test('takes the ticket from whoever has it', async () => {
    const { ctx } = aContext();

    expect(await assign.run(ctx, { nobody: true })).toMatchObject({ assigneeId: null });
  });

  test('picks among a team, with somebody to fall back on', async () => {
    const { ctx, calls } = aContext();
    const input = { pick: 'round-robin', team: 'Billing', fallback: 'lead@example.com' };

    expect(await assign.run(ctx, input)).toMatchObject({ assigneeId: 'agent-9' });
    expect(calls).toEqual([
      ['assign', { pick: 'round-robin', teamId: 'team-3', fallbackId: 'agent-7' }],
    ]);
  });

  test.each([
    [{ agent: 'gone@example.com' }, 'agent-not-found'],
    [{ pick: 'least-busy', team: 'Gone' }, 'team-not-found'],
  ])('fails for good when nobody has the name: %p', async (input, code) => {
    const run = assign.run(aContext().ctx, input);

    await expect(run).rejects.toMatchObject({ code, retryable: false });
  });

  test.each([
    [{}, ''],
    [{ agent: 'lead@example.com', nobody: true }, ''],
    [{ agent: 'lead@example.com', team: 'Billing' }, 'team'],
    [{ pick: 'round-robin' }, 'team'],
    [{ pick: 'least-busy', team: 'Billing', everybody: true }, 'everybody'],
  ])('%p is refused when publishing', (input, path) => {
    expect(problemsOf('core.assign@2', input)).toMatchObject([{ path }]);
  });

  test.each([
    { pick: 'last-agent' },
    { pick: 'least-busy', everybody: true },
    { pick: 'round-robin', team: 'Billing' },
    { nobody: true },
  ])('%p may be published', (input) => {
    expect(problemsOf('core.assign@2', input)).toEqual([]);
  });

  test('names agents and teams that publishing looks up', () => {
    const input = { pick: 'round-robin', team: 'Billing', fallback: 'lead@example.com' };
    expect(actionCatalogue.find('core.assign@2')!.references(input)).toEqual([
      { path: 'team', to: 'team', name: 'Billing' },
      { path: 'fallback', to: 'agent', name: 'lead@example.com' },
    ]);
  });

  test('version 1 still runs, by version 2', async () => {
    const { ctx, calls } = aContext();

    await assign1.run(ctx, { agent: 'lead@example.com' });

    expect(calls).toEqual([['assign', { agentId: 'agent-7' }]]);
  });
});

test.each([
  ['core.assign@2', true],
  ['core.reply@1', true],
  ['core.run-macro@1', true],
  ['core.create-ticket@1', false],
  ['core.send-mail@1', false],
])('whether %s can do nothing without a ticket: %s', (use, needsTicket) => {
  expect(actionCatalogue.find(use)).toMatchObject({ needsTicket });
});

test('set-team gives the ticket to a team, or to none', async () => {
  const { ctx, calls } = aContext();

  expect(await setTeam.run(ctx, { team: 'Billing' })).toEqual({ teamId: 'team-3', changed: true });
  expect(await setTeam.run(ctx, { team: null })).toMatchObject({ teamId: null });
  expect(calls).toEqual([
    ['update', { teamId: 'team-3' }],
    ['update', { teamId: null }],
  ]);
  expect(actionCatalogue.find('core.set-team@1')!.references({ team: null })).toEqual([]);
});

describe('set-fields', () => {
  const fields = [
    aField({ slug: 'amount', title: 'Amount', type: 'number' }),
    aField({ slug: 'product', title: 'Product', type: 'select', options: ['Loom'] }),
  ] as never;

  test('asks for the values', async () => {
    const { ctx, calls } = aContext();

    await setFields.run(ctx, { fields: { amount: 5, product: null } });

    expect(calls).toEqual([['fields', { amount: 5, product: null }]]);
  });

  test('is checked against the fields of the installation', () => {
    const input = { fields: { amount: 'much', product: 'Spindle', colour: 'red' } };
    expect(problemsOf('core.set-fields@1', input, fields)).toEqual([
      { path: 'fields.amount', message: 'Amount must be a number' },
      { path: 'fields.product', message: 'Product must be one of Loom' },
      { path: 'fields.colour', message: 'there is no custom field "colour"' },
    ]);
  });

  test.each([
    { fields: { product: '{{ticket.title}}' } },
    { fields: { amount: { ref: 'steps.count.total' } } },
    { fields: { cel: 'vars.values' } },
  ])('what is worked out later is left to the run: %j', (input) => {
    expect(problemsOf('core.set-fields@1', input, fields)).toEqual([]);
  });
});

test('change-tags adds and removes', async () => {
  const { ctx, calls } = aContext();

  await changeTags.run(ctx, { add: ['vip'], remove: ['new'] });

  expect(calls).toEqual([['tags', { add: ['vip'], remove: ['new'] }]]);
  expect(problemsOf('core.change-tags@1', { add: [] })).toHaveLength(1);
});

test('close closes, which a ticket may be from every status', async () => {
  const { ctx, calls } = aContext();

  expect(await close.run(ctx, {})).toEqual({ changed: true });
  expect(calls).toEqual([['update', { status: 'closed' }]]);
  expect(statuses.every((status) => canMove(status, 'closed'))).toBe(true);
});

describe('snooze', () => {
  test('counts a time from now', async () => {
    const { ctx } = aContext();

    const { until } = await snooze.run(ctx, { for: '3d' });

    const ahead = Date.parse(until as string) - Date.now();
    expect(Math.abs(ahead - 3 * 86_400_000)).toBeLessThan(5_000);
  });

  test('takes a moment of any zone', async () => {
    const { ctx, calls } = aContext();

    await snooze.run(ctx, { until: '2026-12-01T09:00:00+01:00' });

    expect(calls).toEqual([['snooze', '2026-12-01T08:00:00.000Z']]);
  });

  test.each([
    [{}, ''],
    [{ for: '3d', until: '2026-12-01' }, ''],
    [{ for: 'soon' }, 'for'],
    [{ until: 'tomorrow' }, 'until'],
  ])('%p is refused when publishing', (input, path) => {
    expect(problemsOf('core.snooze@1', input)).toMatchObject([{ path }]);
  });
});

test('escalate sets the level and says why in a note', async () => {
  const { ctx, calls } = aContext();

  expect(await escalate.run(ctx, { level: 3, note: 'Look' })).toEqual({ level: 3, changed: true });
  expect(calls).toEqual([
    ['update', { escalation: 3 }],
    ['note', 'Look'],
  ]);
  expect(problemsOf('core.escalate@1', { level: 6 })).toMatchObject([{ path: 'level' }]);
});

test('reply asks for a reply, with a status if wanted', async () => {
  const { ctx, calls } = aContext();

  expect(await reply.run(ctx, { text: 'Hello', setStatus: 'waiting' })).toEqual({
    messageId: 'message-2',
  });
  expect(calls).toEqual([['reply', { text: 'Hello', setStatus: 'waiting', cc: [] }]]);
});

test('create-ticket asks for one of this requester, related, with a title of one line', async () => {
  const { ctx, calls } = aContext();
  const input = { title: 'Order\n parts', tags: ['a', 'a'], team: 'Billing', link: 'causes' };

  expect(await createTicket.run(ctx, input)).toEqual({ ticketNumber: 1043 });
  expect(calls).toEqual([
    [
      'create',
      {
        title: 'Order parts',
        description: '',
        priority: 'medium',
        requester: 'same',
        link: 'causes',
        tags: ['a'],
        teamId: 'team-3',
        assigneeId: null,
      },
    ],
  ]);
});

test('run-macro asks for it by name, as a reply unless a note is wanted', async () => {
  const { ctx, calls } = aContext();

  expect(await runMacro.run(ctx, { macro: 'Thanks' })).toEqual({ messageId: 'message-3' });
  expect(calls).toEqual([['macro', { name: 'Thanks', as: 'reply' }]]);
});
