import { findThread, threadingRules } from '../../../domain/mail/threading';

const known = new Map([
  ['<one@us>', 1001],
  ['<two@us>', 1002],
]);
const nothing = { addressed: [], inReplyTo: [], references: [], known, tagged: [] };

test.each([
  [
    'the signed reply address, whatever the headers say',
    { addressed: [1004], inReplyTo: ['<one@us>'], tagged: [1003] },
    { ticket: 1004, by: 'reply-address' },
  ],
  ['In-Reply-To', { inReplyTo: ['<one@us>'] }, { ticket: 1001, by: 'in-reply-to' }],
  ['References alone', { references: ['<x@y>', '<one@us>'] }, { ticket: 1001, by: 'references' }],
  ['the tag alone', { tagged: [1003] }, { ticket: 1003, by: 'tag' }],
  [
    'In-Reply-To before References',
    { inReplyTo: ['<two@us>'], references: ['<one@us>'] },
    { ticket: 1002, by: 'in-reply-to' },
  ],
  [
    'the newest of References',
    { references: ['<one@us>', '<two@us>'] },
    { ticket: 1002, by: 'references' },
  ],
  [
    'References where In-Reply-To is unknown (Apple Mail)',
    { inReplyTo: ['<apple@mac>'], references: ['<one@us>', '<apple@mac>'] },
    { ticket: 1001, by: 'references' },
  ],
  [
    'headers before the tag',
    { inReplyTo: ['<one@us>'], tagged: [1003] },
    { ticket: 1001, by: 'in-reply-to' },
  ],
  [
    'the tag where the headers are unknown',
    { references: ['<x@y>'], tagged: [7] },
    { ticket: 7, by: 'tag' },
  ],
  ['the last of several tags', { tagged: [1, 2] }, { ticket: 2, by: 'tag' }],
  ['nothing', {}, null],
  ['ids that nobody knows', { inReplyTo: ['<x@y>'], references: ['<z@y>'] }, null],
] as const)('a mail is placed by %s', (_, clues, thread) => {
  expect(findThread({ ...nothing, ...clues })).toEqual(thread);
});

test('each rule decides where those before it name nothing, and none after it counts', () => {
  const every = {
    addressed: [1],
    inReplyTo: ['<two@us>'],
    references: ['<three@us>'],
    known: new Map([
      ['<two@us>', 2],
      ['<three@us>', 3],
    ]),
    tagged: [4],
  };
  const silent = { addressed: [], inReplyTo: [], references: [], tagged: [] };
  const fields = ['addressed', 'inReplyTo', 'references', 'tagged'] as const;
  for (const [at, rule] of threadingRules.entries()) {
    const left = Object.fromEntries(fields.slice(at).map((field) => [field, every[field]]));
    expect(findThread({ ...every, ...silent, ...left })).toEqual({ ticket: at + 1, by: rule.clue });
  }
});
