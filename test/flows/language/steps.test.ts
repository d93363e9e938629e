import type { FlowDocument } from '../../../flows/language/document';
import { placedSteps } from '../../../flows/language/steps';

const act = (id: string, fields: object = {}) => ({ id, use: 't.act@1', ...fields });
const when = { field: 'status', is: 'open' };

/** What each step can ask for, by its id. */
function seenBy(...steps: object[]): Record<string, string> {
  const placed = placedSteps({ steps } as unknown as FlowDocument);
  return Object.fromEntries(
    placed.map(({ step, before }) => [step.id, before.map(({ id }) => id).join(' ')]),
  );
}

test('a step sees those before it', () => {
  expect(seenBy(act('a'), act('b'), act('c'))).toEqual({ a: '', b: 'a', c: 'a b' });
});

test('a branch sees what stands before it and its own step, and what follows sees all branches', () => {
  expect(
    seenBy(act('a'), { id: 'if', if: { when, then: [act('b')], else: [act('c')] } }, act('d')),
  ).toEqual({ a: '', if: 'a', b: 'a if', c: 'a if', d: 'a if b c' });
});

test('of an if, a switch and a wait one branch only is gone through, and none sees another', () => {
  const seen = seenBy(
    { id: 'switch', switch: { on: 1, cases: [{ is: 1, do: [act('a')] }], else: [act('b')] } },
    { id: 'wait', wait: { for: '1h' }, onEvent: [act('c')], onTimeout: [act('d')] },
    { id: 'approve', approve: {}, onApprove: [act('e')], onReject: [act('f')] },
  );
  expect(seen).toMatchObject({
    b: 'switch',
    d: 'switch a b wait',
    f: 'switch a b wait c d approve',
  });
});

test('what stands in a loop is seen in it only', () => {
  expect(
    seenBy({ id: 'for', for: { each: [], max: 3, do: [act('a'), act('b')] } }, act('c')),
  ).toEqual({ for: '', a: 'for', b: 'for a', c: 'for' });
});

test('branches beside each other see nothing of one another, and what follows sees all of them', () => {
  expect(
    seenBy({ id: 'both', parallel: { branches: [[act('a'), act('b')], [act('c')]] } }, act('d')),
  ).toEqual({ both: '', a: 'both', b: 'both a', c: 'both', d: 'both a b c' });
});

test('what is done on an error sees the step that failed', () => {
  expect(seenBy(act('a', { onError: [act('b')] }), act('c'))).toEqual({ a: '', b: 'a', c: 'a b' });
});

test('every step knows its path, the loops about it and whether others run beside it', () => {
  const loop = {
    id: 'for',
    for: { each: [], max: 3, do: [{ id: 'both', parallel: { branches: [[act('a')], []] } }] },
  };
  const [, both, a] = placedSteps({ steps: [loop] } as unknown as FlowDocument);

  expect(both).toMatchObject({ path: 'steps.0.for.do.0', inParallel: false });
  expect(a).toMatchObject({ path: 'steps.0.for.do.0.parallel.branches.0.0', inParallel: true });
  expect(a!.loops.map(({ id }) => id)).toEqual(['for']);
});
