import fc from 'fast-check';

type Step = Record<string, unknown> & { id: string };

/** Texts that YAML could take for something else, and that it must fold or quote. */
const text = fc.oneof(
  fc.constantFrom('yes', 'null', '~', '1e3', '0x1F', '2026-11-23', '- a', 'a: b', '#x', "it's", ''),
  fc.constantFrom(
    ' a',
    'a ',
    'one\ntwo\n',
    '\n',
    'tab\there',
    '{{ticket.title}}',
    'ü 🙂',
    '\u2028',
  ),
  fc.string({ maxLength: 200 }),
  fc.string({ unit: 'grapheme', maxLength: 30 }),
);

const scalar = fc.oneof(
  text,
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.integer(),
  fc.boolean(),
  fc.constant(null),
);

const value = fc.oneof(
  scalar,
  fc.array(scalar, { maxLength: 3 }),
  fc.dictionary(text, scalar, { maxKeys: 3 }),
);

const when = fc.oneof(
  fc.record({ field: fc.constantFrom('priority', 'status'), is: scalar }),
  fc.record({
    all: fc.array(fc.record({ field: fc.constant('status'), is: text }), {
      minLength: 1,
      maxLength: 3,
    }),
  }),
);

/** Steps without ids, as deep as three levels, of every kind that holds others. */
const { steps: anySteps } = fc.letrec<{ steps: object[]; step: object }>((tie) => ({
  steps: fc.array(tie('step'), { maxLength: 4, depthIdentifier: 'flow' }),
  step: fc.oneof(
    { maxDepth: 3, depthIdentifier: 'flow' },
    fc.record({
      use: fc.constant('core.add-note@1'),
      with: fc.dictionary(text, value, { maxKeys: 3 }),
    }),
    fc.record({ use: fc.constant('core.assign@1'), onError: tie('steps') }),
    fc.record({
      if: fc.record(
        { when, then: tie('steps'), else: tie('steps') },
        { requiredKeys: ['when', 'then'] },
      ),
    }),
    fc.record(
      {
        wait: fc.record({ for: fc.constantFrom('1h', '3d') }),
        onEvent: tie('steps'),
        onTimeout: tie('steps'),
      },
      { requiredKeys: ['wait'] },
    ),
    fc.record({
      switch: fc.record({
        on: value,
        cases: fc.array(fc.record({ is: scalar, do: tie('steps') }), {
          minLength: 1,
          maxLength: 3,
        }),
      }),
    }),
    fc.record({
      parallel: fc.record({ branches: fc.array(tie('steps'), { minLength: 2, maxLength: 3 }) }),
    }),
    fc.record({ stop: fc.record({ outcome: text }) }),
  ),
}));

/** Documents of the shape of the language; what they say need not be right. */
export const anyDocument: fc.Arbitrary<Record<string, unknown>> = fc
  .record({
    title: text,
    on: fc.array(
      fc.record(
        { event: fc.constantFrom('ticket.created', 'message.note_added'), when },
        { requiredKeys: ['event'] },
      ),
      { minLength: 1, maxLength: 3 },
    ),
    settings: fc.record(
      {
        budget: fc.record({ runs: fc.integer({ min: 1, max: 50 }) }),
        ownChanges: fc.constantFrom('react', 'ignore'),
      },
      { requiredKeys: [] },
    ),
    steps: anySteps,
  })
  .map(({ title, on, settings, steps }) => {
    let next = 0;
    return {
      language: 2,
      flow: 'any',
      title,
      on,
      settings,
      steps: withIds(steps, () => `s${next++}`),
    };
  });

const listKeys = ['then', 'else', 'do', 'onEvent', 'onTimeout', 'onError'];

/** The lists of steps in a document, in order; to be changed in place. */
export function listsIn(of: unknown): Step[][] {
  if (Array.isArray(of)) return of.flatMap(listsIn);
  if (typeof of !== 'object' || of === null) return [];
  return Object.entries(of).flatMap(([key, inner]) => {
    if (key === 'with') return [];
    const lists: unknown[] =
      key === 'branches'
        ? (inner as unknown[])
        : listKeys.includes(key) || key === 'steps'
          ? [inner]
          : [];
    const found = lists.filter((list) => Array.isArray(list)) as Step[][];
    return [
      ...found,
      ...(found.length > 0 ? found.flatMap((list) => list.flatMap(listsIn)) : listsIn(inner)),
    ];
  });
}

function withIds(steps: object[], nextId: () => string): Step[] {
  return steps.map((step) => {
    const id = nextId();
    return { id, ...(numbered(step, nextId) as object) };
  });
}

function numbered(value: unknown, nextId: () => string): unknown {
  if (Array.isArray(value)) return value.map((one) => numbered(one, nextId));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]): [string, unknown] => {
      if (key === 'with') return [key, inner];
      if (listKeys.includes(key) && Array.isArray(inner))
        return [key, withIds(inner as object[], nextId)];
      if (key === 'branches')
        return [key, (inner as object[][]).map((branch) => withIds(branch, nextId))];
      return [key, numbered(inner, nextId)];
    }),
  );
}

/** What somebody does to a document. */
export type Edit =
  | { kind: 'change' | 'remove' | 'add'; at: number }
  | { kind: 'move'; at: number; to: number }
  | { kind: 'retitle'; title: string };

export const anyEdit: fc.Arbitrary<Edit> = fc.oneof(
  fc.record({
    kind: fc.constantFrom('change' as const, 'remove' as const, 'add' as const),
    at: fc.nat(30),
  }),
  fc.record({ kind: fc.constant('move' as const), at: fc.nat(30), to: fc.nat(30) }),
  fc.record({ kind: fc.constant('retitle' as const), title: text }),
);

/** The document after the edit, and the id of the step that it was about. `by` makes names unique. */
export function edited(
  document: Record<string, unknown>,
  edit: Edit,
  by: string,
): { document: Record<string, unknown>; step: string | null } {
  const copy = structuredClone(document);
  if (edit.kind === 'retitle') return { document: { ...copy, title: edit.title }, step: null };
  const lists = listsIn(copy);
  const places = lists.flatMap((list) => list.map((_, index) => ({ list, index })));
  if (edit.kind === 'add' || places.length === 0) {
    const id = `new-${by}`;
    lists[edit.at % lists.length]!.push({ id, use: 'core.add-note@1' });
    return { document: copy, step: id };
  }
  const { list, index } = places[edit.at % places.length]!;
  const step = list[index]!;
  if (edit.kind === 'change') step['note'] = `by ${by}`;
  else list.splice(index, 1);
  if (edit.kind === 'move') {
    const others = listsIn(copy);
    const target = others[edit.to % others.length]!;
    target.splice(edit.to % (target.length + 1), 0, step);
  }
  return { document: copy, step: step.id };
}
