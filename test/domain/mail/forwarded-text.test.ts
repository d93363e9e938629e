import fc from 'fast-check';
import {
  forwardedFrom,
  forwardedText,
  isForwardable,
  splitForwarded,
} from '../../../domain/mail/forwarded-text';

const about = { from: 'Kim Lee <kim@c.example>', createdAt: '2026-11-23T09:30:00.000Z' };

test('the message stands below a line that says what it is, without what it quotes', () => {
  const text = 'It did not come.\n\nOn Monday, Ana wrote:\n> We sent it.';
  expect(forwardedText({ ...about, subject: 'My parcel', text }).split('\n')).toEqual([
    '---------- Forwarded message ----------',
    'From: Kim Lee <kim@c.example>',
    'Date: 2026-11-23 09:30 UTC',
    'Subject: My parcel',
    '',
    'It did not come.',
  ]);
});

test('a link to the customer’s own page does not go along', () => {
  const token = `gk-sy-${'0a1b'.repeat(10)}`;
  const link = `https://desk.example/t/${token}`;
  const wrapped = `https://safe.example/?url=${encodeURIComponent(link)}&data=1`;
  const text = `See ${link}, please, or ${wrapped}`;
  const forwarded = forwardedText({ ...about, subject: 's', text });
  expect(forwarded).toContain('See https://desk.example/t/[…], please');
  expect(forwarded.toLowerCase()).not.toContain('0a1b');
});

test('what was put together comes apart, whatever the words', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), (words, text) => {
      const message = forwardedText({ ...about, subject: 's', text });
      const { words: own, quoted } = splitForwarded(`${words.trimEnd()}\n\n${message}`);
      expect({ own, quoted }).toEqual({ own: words.trimEnd(), quoted: message });
    }),
  );
});

test('of the customer the address is named, of our own people only the name', () => {
  const email = 'kim@c.example';
  expect(forwardedFrom({ type: 'customer', name: 'Kim', email })).toBe('Kim <kim@c.example>');
  expect(forwardedFrom({ type: 'customer', name: email, email })).toBe(email);
  expect(forwardedFrom({ type: 'agent', name: 'Ana', email })).toBe('Ana');
});

test('notes and forwards themselves do not go on', () => {
  const kinds = ['description', 'customer', 'reply', 'note', 'forward', 'system'];
  expect(kinds.filter(isForwardable)).toEqual(['description', 'customer', 'reply']);
});
