import { messageIdsIn } from '../../../domain/mail/message-id';

test('Message-IDs are found among junk, without brackets where all are without', () => {
  expect(messageIdsIn('Your mail of May <a@b> and <c@d>')).toEqual(['<a@b>', '<c@d>']);
  expect(messageIdsIn('a@b\tc@d')).toEqual(['<a@b>', '<c@d>']);
  expect(messageIdsIn('Your mail of 1 May')).toEqual([]);
});

test('a Message-ID has no control characters', () => {
  expect(messageIdsIn('<a\u0000@b> <c\u0007@d> <e@f>')).toEqual(['<e@f>']);
  expect(messageIdsIn('a\u0000@b')).toEqual([]);
});
