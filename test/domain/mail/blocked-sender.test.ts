import { blockedAmong, blockedSenderFrom, whatBlocks } from '../../../domain/mail/blocked-sender';
import { decideIntake } from '../../../domain/mail/intake';

test.each([
  [' Ann@Example.COM ', 'ann@example.com'],
  ['@Example.com', 'example.com'],
  ['*@example.com', 'example.com'],
  ['*.example.com', 'example.com'],
  ['example.com', 'example.com'],
  ['example.com.', 'example.com'],
  ['bücher.example', 'bücher.example'],
  ['com', null],
  ['', null],
  ['@', null],
  ['a@b@example.com', null],
  ['Ann <ann@example.com>', null],
  ['exa mple.com', null],
  ['example..com', null],
])('%j is kept as %j', (text, pattern) => {
  expect(blockedSenderFrom(text)).toBe(pattern);
});

test.each([
  ['ann@example.com', 'Ann@Example.com', true],
  ['ann@example.com', 'joanne-ann@example.com', false],
  ['example.com', 'ann@example.com', true],
  ['example.com', 'ann@mail.example.com', true],
  ['example.com', 'ann@example.com.', true],
  ['example.com', 'ann@badexample.com', false],
  ['mail.example.com', 'ann@example.com', false],
  ['example.com', 'example.com@elsewhere.example', false],
])('%s blocks %s: %s', (pattern, address, blocked) => {
  expect(whatBlocks(address).includes(pattern)).toBe(blocked);
});

test.each([
  ['help@desk.example', true],
  ['help+offers@desk.example', true],
  ['desk.example', true],
  ['colleague@desk.example', false],
  ['other.example', false],
])('%s would block our mailbox help@desk.example: %s', (pattern, would) => {
  const ours = [{ address: 'help@desk.example' }];
  expect(blockedAmong(pattern, ours)).toBe(would ? ours[0] : undefined);
});

test.each(['none', 'open', 'closed'] as const)(
  'what a blocked sender writes makes no ticket and joins none (%s)',
  (thread) => {
    for (const automatic of ['no', 'bulk', 'auto-reply'] as const) {
      const facts = {
        sender: 'blocked',
        flood: 'no',
        automatic,
        thread,
        oldReply: 'reopen',
        authentication: 'none',
      } as const;
      expect(decideIntake(facts).then).toBe('block');
    }
  },
);
