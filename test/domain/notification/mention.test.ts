import { mentionBegun, namesIn } from '../../../domain/notification/mention';

const people = ['Ann', 'Ann Lee', 'Émile', 'Ops (night)'].map((name) => ({ name }));

const named = (text: string): string[] => namesIn(text, people).map(({ person }) => person.name);

test.each([
  ['@Ann, look', ['Ann']],
  ['@Ann Lee and @Émile.', ['Ann Lee', 'Émile']],
  ['(@Ops (night)) @Ann', ['Ops (night)', 'Ann']],
  ['@Anna is somebody else', []],
  ['mail ann@Ann.example', []],
  ['@ Ann, @ann', []],
])('%s names %p', (text, names) => expect(named(text)).toEqual(names));

test('people of one name are both named, each where the name stands', () => {
  const twice = [{ name: 'Ann' }, { name: 'Ann' }];
  expect(namesIn('Hi @Ann', twice).map(({ start, end }) => [start, end])).toEqual([
    [3, 7],
    [3, 7],
  ]);
});

test.each([
  ['Ask @Ann L', { start: 4, query: 'Ann L' }],
  ['@', { start: 0, query: '' }],
  ['me@exa', null],
  ['@ home', null],
  ['@Ann\nand', null],
])('behind %j a mention is begun: %j', (before, begun) =>
  expect(mentionBegun(before)).toEqual(begun),
);
