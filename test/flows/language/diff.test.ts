import fc from 'fast-check';
import { diffFlows, isSame, type FlowDiff } from '../../../flows/language/diff';
import { mergeFlows } from '../../../flows/language/merge';
import { renderDiff } from '../../../flows/language/render-diff';
import { aDocument, aTrigger } from './a-document';
import { anyDocument, anyEdit, edited } from './any-document';

const note = (id: string, text = id) => ({ id, use: 'core.add-note@1', with: { text } });
const check = (then: object[], fields: object = {}) => ({
  id: 'check',
  if: { when: { field: 'priority', is: 'high' }, then, ...fields },
});

describe('the difference of two documents', () => {
  test('of a document and itself is nothing', () => {
    fc.assert(
      fc.property(anyDocument, (document) => {
        expect(isSame(diffFlows(document, structuredClone(document)))).toBe(true);
      }),
    );
  });

  test('names every step that was added, removed, moved or changed', () => {
    fc.assert(
      fc.property(
        anyDocument,
        fc.array(anyEdit, { minLength: 1, maxLength: 1 }),
        (document, [edit]) => {
          const { document: after, step } = edited(document, edit!, 'me');
          const diff = diffFlows(document, after);
          if (edit!.kind !== 'move' && edit!.kind !== 'retitle')
            expect(namesIn(diff)).toContain(step);
          // Put back where it was, or another step moved round it: only then nothing names it.
          if (edit!.kind === 'move' && !isSame(diff))
            expect(namesIn(diff).length).toBeGreaterThan(0);
          expect(renderDiff(diff).length > 0).toBe(!isSame(diff));
        },
      ),
    );
  });

  test('reads as lines that say what became what', () => {
    const before = aDocument({
      title: 'Urgent',
      steps: [note('a'), check([note('b'), note('c')]), note('d'), note('e')],
      on: [aTrigger({ field: 'priority', is: 'high' }), { event: 'ticket.created' }],
    });
    const after = aDocument({
      title: 'Very urgent',
      settings: { budget: { runs: 3 } },
      steps: [check([note('c', 'see')], { else: [note('b')] }), note('a'), note('e'), note('f')],
      on: [aTrigger({ field: 'priority', is: 'urgent' }), { event: 'message.note_added' }],
    });
    expect(renderDiff(diffFlows(before, after))).toEqual([
      '~ title: "Urgent" → "Very urgent"',
      '~ settings: nothing → {"budget":{"runs":3}}',
      '- on ticket.created {"event":"ticket.created"}',
      '+ on message.note_added {"event":"message.note_added"}',
      '~ on.0 when.is: "high" → "urgent"',
      '- step d (core.add-note@1), after check',
      '+ step f (core.add-note@1), after e',
      '> step b: first in check.if.then → first in check.if.else',
      '> step a: first → after check',
      '~ step c with.text: "c" → "see"',
    ]);
  });

  test('knows the lists of every kind of step, and nothing that only looks like one', () => {
    const kinds = (text: string) => [
      {
        id: 'sw',
        switch: {
          on: 1,
          cases: [{ is: 1, do: [note('in-case', text)] }],
          else: [note('in-else', text)],
        },
      },
      { id: 'each', for: { each: { ref: 'x' }, do: [note('in-for', text)] } },
      { id: 'par', parallel: { branches: [[note('in-branch', text)], []] } },
      {
        id: 'ask',
        approve: { by: ['a'] },
        onApprove: [note('yes', text)],
        onReject: [note('no', text)],
      },
      {
        id: 'act',
        use: 'core.x@1',
        with: { steps: [{ id: 'data', text }] },
        onError: [note('failed', text)],
      },
      {
        id: 'w',
        wait: { for: '1h' },
        onEvent: [note('on-event', text)],
        onTimeout: [note('late', text)],
      },
    ];
    const diff = diffFlows({ steps: kinds('old') }, { steps: kinds('new') });
    expect(diff.steps.changed.map(({ id, changes }) => [id, changes[0]!.path])).toEqual([
      ...['in-case', 'in-else', 'in-for', 'in-branch', 'yes', 'no'].map((id) => [id, 'with.text']),
      ['act', 'with.steps.0.text'],
      ...['failed', 'on-event', 'late'].map((id) => [id, 'with.text']),
    ]);
  });
});

describe('two changes of one document', () => {
  const base = aDocument({ steps: [note('a'), check([note('b')]), note('c')] });
  const merged = (theirs: object, ours: object) => mergeFlows(base, theirs, ours);

  test('of different steps are put together', () => {
    const theirs = aDocument({
      title: 'New',
      steps: [note('a', 'A'), check([note('b'), note('t')]), note('c')],
    });
    const ours = aDocument({
      steps: [check([note('b')], { else: [note('o')] }), note('c', 'C'), note('a')],
    });
    expect(merged(theirs, ours)).toEqual({
      conflicts: [],
      document: aDocument({
        title: 'New',
        steps: [
          check([note('b'), note('t')], { else: [note('o')] }),
          note('c', 'C'),
          note('a', 'A'),
        ],
      }),
    });
  });

  const [a, b, c, added] = [note('a'), note('b'), note('c'), note('n')];
  test.each([
    [
      'the same step',
      [note('a', '1'), check([b]), c],
      [note('a', '2'), check([b]), c],
      'both changed the step a',
    ],
    [
      'a step that the other removed',
      [check([b]), c],
      [note('a', '2'), check([b]), c],
      'the step a was removed by one and changed by the other',
    ],
    [
      'what stands in a step that the other removed',
      [a, c],
      [a, check([b, added]), c],
      'the step n stands in a step that was removed or changed its kind',
    ],
    [
      'the branches, and what stands in them',
      [a, { id: 'check', wait: { for: '1h' }, onEvent: [b] }, c],
      [a, check([b, added]), c],
      'one changed the branches of check, the other what stands in them',
    ],
    [
      'the place of one step',
      [check([b, a]), c],
      [check([b], { else: [a] }), c],
      'both moved the step a',
    ],
    [
      'the order',
      [c, check([b]), a],
      [check([b]), a, c],
      'both changed the order of the steps in steps',
    ],
  ])('of %s are a conflict', (_what, theirs, ours, message) => {
    const result = merged(aDocument({ steps: theirs }), aDocument({ steps: ours }));
    expect(result.document).toBeNull();
    expect(result.conflicts.map((one) => one.message)).toContain(message);
  });

  test('of the whole Flow in one field are a conflict, in different ones none', () => {
    const on = [{ event: 'ticket.created' }];
    const { steps } = base;
    expect(merged(aDocument({ steps, title: 'X' }), aDocument({ steps, on })).document).toEqual(
      aDocument({ steps, title: 'X', on }),
    );
    expect(
      merged(aDocument({ steps, title: 'X' }), aDocument({ steps, title: 'Y' })).conflicts,
    ).toEqual([{ step: null, message: 'both changed title' }]);
  });

  test('where one did nothing are the other’s, and twice the same is that', () => {
    fc.assert(
      fc.property(anyDocument, fc.array(anyEdit, { maxLength: 4 }), (document, edits) => {
        const after = edits.reduce(
          (one, edit, index) => edited(one, edit, `${index}`).document,
          document,
        );
        for (const [theirs, ours] of [
          [document, after],
          [after, document],
          [after, after],
        ]) {
          const { document: result } = mergeFlows(document, theirs, ours);
          expect(isSame(diffFlows(result, after))).toBe(true);
        }
      }),
    );
  });

  test('lose nothing: each is in what comes out, or named as a conflict', () => {
    fc.assert(
      fc.property(anyDocument, anyEdit, anyEdit, (document, one, other) => {
        const theirs = edited(document, one, 'them');
        const ours = edited(document, other, 'us');
        const { document: result, conflicts } = mergeFlows(
          document,
          theirs.document,
          ours.document,
        );
        if (!result) return expect(conflicts.length).toBeGreaterThan(0);
        const touched = namesIn(diffFlows(document, result));
        const missing = [theirs, ours]
          .flatMap(({ document: after }) => namesIn(diffFlows(document, after)))
          .filter((id) => !touched.includes(id));
        // Of steps that change places it is a matter of view which of them moved.
        if (one.kind !== 'move' && other.kind !== 'move') expect(missing).toEqual([]);
      }),
    );
  });
});

function namesIn({ steps }: FlowDiff): string[] {
  return Object.values(steps).flatMap((list: { id: string }[]) => list.map(({ id }) => id));
}
