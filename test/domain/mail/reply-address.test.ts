import fc from 'fast-check';
import { isOurs, replyAddressOf, ticketsAddressed } from '../../../domain/mail/reply-address';
import { tagKey } from '../../../mail/tag-key';

const keyed = tagKey({ secret: Buffer.alloc(32, 1) });
const forged = tagKey({ secret: Buffer.alloc(32, 2) });
const mailbox = { address: 'Help@desk.example', replyAddress: 'reply' } as const;
const own = [mailbox.address, 'sales@shop.example'];

test('a mailbox asks for answers as it wishes', () => {
  expect(replyAddressOf(7, { ...mailbox, replyAddress: 'none' }, keyed)).toBeNull();
  expect(replyAddressOf(7, mailbox, keyed)).toMatch(/^reply\+7-[0-9a-z]{16}@desk\.example$/);
  expect(replyAddressOf(7, { ...mailbox, replyAddress: 'plus' }, keyed)).toMatch(
    /^Help\+7-[0-9a-z]{16}@desk\.example$/,
  );
});

test('it names its ticket, in any case, and fits into an address (RFC 5321, 4.5.3.1.1)', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 999_999_999 }), (ticket) => {
      const address = replyAddressOf(ticket, mailbox, keyed)!;
      expect(address.split('@')[0]!.length).toBeLessThanOrEqual(64);
      expect(ticketsAddressed(['x@y.example', address.toUpperCase()], own, keyed)).toEqual([
        ticket,
      ]);
    }),
  );
});

test('nobody makes one up, moves it to another ticket, or brings it to a domain that is not ours', () => {
  const address = replyAddressOf(7, mailbox, keyed)!;
  const tries = [
    replyAddressOf(7, mailbox, forged)!,
    address.replace('+7-', '+8-'),
    address.replace('@desk.example', '@desk.example.evil.example'),
    address.replace('reply+', 'other+'),
    'reply+7-@desk.example',
    'reply+7@desk.example',
  ];
  expect(ticketsAddressed(tries, own, keyed)).toEqual([]);
});

test.each([
  ['help@desk.example', true],
  ['help+anything@desk.example', true],
  ['reply+7-x@DESK.example', true],
  ['reply@desk.example', false],
  ['reply+7-x@elsewhere.example', false],
  ['kim@customer.example', false],
])('%s is ours: %s', (address, is) => {
  expect(isOurs(address, own)).toBe(is);
});
