import fc from 'fast-check';
import { looksLikeAddress, ownAddressAmong } from '../../../domain/mail/address';
import { boundedReferences, messageIdsIn } from '../../../domain/mail/message-id';
import { splitQuoted } from '../../../domain/mail/quoted-text';
import { plainSubject, replySubject } from '../../../domain/mail/subject';

test.each([
  ['Re: AW: Fwd: WG: Printer', 'Printer'],
  ['RE[2]: Printer', 'Printer'],
  ['回复: Printer', 'Printer'],
  ['Regarding: the printer', 'Regarding: the printer'],
  ['[#1042-0123abcd] Re: Printer', 'Printer'],
  ['  Re:   ', ''],
])('the subject %j is about %j', (subject, about) => {
  expect(plainSubject(subject)).toBe(about);
});

test('no title can begin a header of the reply', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (title) => {
      const subject = replySubject(title, '[#1-00000000]');
      // eslint-disable-next-line no-control-regex
      expect(subject).not.toMatch(/[\u0000-\u001f\u007f]/);
      expect(subject.length).toBeLessThan(230);
    }),
  );
});

test('Message-IDs are found between whatever else stands in the header', () => {
  expect(messageIdsIn('<a@b> junk (comment)<c@d>\t<a@b> "<x y>" <e@f')).toEqual(['<a@b>', '<c@d>']);
});

test('a long thread keeps the id that began it and the newest ones', () => {
  const ids = Array.from({ length: 500 }, (_, at) => `<${at}@x>`);

  const kept = boundedReferences(ids);

  expect(kept).toHaveLength(50);
  expect([kept[0], kept.at(-1)]).toEqual(['<0@x>', '<499@x>']);
});

test('splitting off the quoted text loses no word', () => {
  const line = fc.constantFrom(
    'hello',
    '> old',
    '',
    'On Monday, Kim wrote:',
    '____________________',
    'From: a',
    'Sent: b',
    '>> x',
  );
  fc.assert(
    fc.property(fc.array(line, { maxLength: 30 }), (lines) => {
      const text = lines.join('\n');
      const { own, quoted } = splitQuoted(text);
      const wordsOf = (whole: string): string => whole.replaceAll(/\s+/g, '');
      expect(wordsOf(own + quoted)).toBe(wordsOf(text));
    }),
  );
});

test('a long quote is split in no time', () => {
  const text = `me\n${'> x\n'.repeat(100_000)}me again\n${'> y\n'.repeat(100_000)}`;

  expect(splitQuoted(text).own.endsWith('me again')).toBe(true);
});

test('our address is known with anything after its plus, in any case', () => {
  const own = ['Help@desk.example'];

  expect(ownAddressAmong(['x@y.example', 'hELP+abc@desk.example'], own)).toBe('Help@desk.example');
  expect(ownAddressAmong(['help@desk.example.evil.example'], own)).toBeUndefined();
});

test.each(['a b@c', '<a@b>', 'a@b\r\nBcc: x@y', 'a', 'a@', '@b', 'a@b@c', 'a@b,c@d'])(
  '%j is no address',
  (text) => {
    expect(looksLikeAddress(text)).toBe(false);
  },
);
