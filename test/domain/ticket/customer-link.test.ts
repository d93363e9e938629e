import { createHmac } from 'node:crypto';
import { customerToken, isTokenOf, ticketNamedBy } from '../../../domain/ticket/customer-link';

const keyed = (text: string): Uint8Array => createHmac('sha256', 'secret').update(text).digest();
const page = { ticket: 1042, address: 'Ana@brightfoods.example' };
const now = Date.parse('2026-11-23T12:00:00Z');
const days = 24 * 60 * 60 * 1_000;
const token = customerToken(page, now, keyed);

test('a customer’s link names its ticket and is genuine', () => {
  expect(ticketNamedBy(token)).toBe(1042);
  expect(isTokenOf(page, token, now, keyed)).toBe(true);
  expect(isTokenOf({ ...page, address: 'ana@BrightFoods.example' }, token, now, keyed)).toBe(true);
});

test.each([
  ['of another ticket', { ...page, ticket: 1043 }, token],
  ['of another requester', { ...page, address: 'bo@else.example' }, token],
  ['with another check', page, token.replace(/.$/, (last) => (last === '0' ? '1' : '0'))],
  ['whose number was changed', { ...page, ticket: 1043 }, token.replace('-sy-', '-sz-')],
  ['that is cut short', page, token.slice(0, -1)],
  ['that is no token', page, '1042'],
])('a link %s opens nothing', (_name, asked, given) => {
  expect(isTokenOf(asked, given, now, keyed)).toBe(false);
});

test('a link works for at least 90 days, and not for more than 180', () => {
  expect(isTokenOf(page, token, now + 90 * days, keyed)).toBe(true);
  expect(isTokenOf(page, token, now + 181 * days, keyed)).toBe(false);
});
