import fc from 'fast-check';
import { mailReturned, returnPathOf } from '../../../domain/mail/return-path';
import { tagKey } from '../../../mail/tag-key';

const keyed = tagKey({ secret: Buffer.alloc(32, 1) });
const forged = tagKey({ secret: Buffer.alloc(32, 2) });
const mailbox = { address: 'Help@desk.example', replyAddress: 'reply' } as const;
const own = [mailbox.address];

test('it names its mail, in any case, and fits into an address (RFC 5321, 4.5.3.1.1)', () => {
  fc.assert(
    fc.property(fc.uuid(), fc.constantFrom('reply', 'plus'), (id, replyAddress) => {
      const address = returnPathOf(id, { ...mailbox, replyAddress }, keyed)!;
      expect(address.split('@')[0]!.length).toBeLessThanOrEqual(64);
      expect(mailReturned(['x@y.example', address.toUpperCase()], own, keyed)).toBe(id);
    }),
  );
});

test('a mailbox that takes no such addresses, or has a long name, gets reports itself', () => {
  const id = '6f1c2b7e-2f0e-4c55-9a57-0f5d0c1f3a11';
  expect(returnPathOf(id, { ...mailbox, replyAddress: 'none' }, keyed)).toBeNull();
  const long = { address: `${'x'.repeat(30)}@desk.example`, replyAddress: 'plus' } as const;
  expect(returnPathOf(id, long, keyed)).toBeNull();
});

test('nobody makes one up, or moves it to another mail or domain', () => {
  const id = '6f1c2b7e-2f0e-4c55-9a57-0f5d0c1f3a11';
  const address = returnPathOf(id, mailbox, keyed)!;
  const tries = [
    returnPathOf(id, mailbox, forged)!,
    address.replace('+b6f1c', '+b6f1d'),
    address.replace('@desk.example', '@desk.example.evil.example'),
    address.replace('reply+', 'other+'),
  ];
  expect(mailReturned(tries, own, keyed)).toBeNull();
});
