import { splitQuoted } from '../../admin-ui/src/features/tickets/page/quoted-text';

describe('a plain-text mail is parted into what is new and the quote', () => {
  test.each([
    [
      'a quote with its introduction',
      'Thanks, it came.\n\nOn Monday, Ana wrote:\n> Hello\n> there\n',
      { words: 'Thanks, it came.', quoted: 'On Monday, Ana wrote:\n> Hello\n> there' },
    ],
    [
      'an introduction over two lines',
      'Yes.\n\nOn Mon, 23 Nov 2026, Ana Lopez\n<ana@example.com> wrote:\n\n> Hello',
      {
        words: 'Yes.',
        quoted: 'On Mon, 23 Nov 2026, Ana Lopez\n<ana@example.com> wrote:\n\n> Hello',
      },
    ],
    ['a quote without one', 'Yes.\n> Is it so?', { words: 'Yes.', quoted: '> Is it so?' }],
    [
      'answers between quotes, which are not folded apart',
      '> First?\nYes.\n> Second?\nNo.',
      { words: '> First?\nYes.\n> Second?\nNo.', quoted: '' },
    ],
    ['nothing but a quote, which is shown', '> All of it', { words: '> All of it', quoted: '' }],
    ['no quote', 'Just words: these\n', { words: 'Just words: these\n', quoted: '' }],
  ])('%s', (_name, text, parts) => {
    expect(splitQuoted(text)).toEqual(parts);
  });
});
