import { decideApproval } from '../../domain/approval';

test.each([
  ['one', [null, null], null],
  ['one', ['approve', null], 'approved'],
  ['one', ['reject', null], 'rejected'],
  ['all', ['approve', null], null],
  ['all', ['approve', 'approve'], 'approved'],
  ['all', ['approve', 'reject', null], 'rejected'],
  ['all', ['reject', null], 'rejected'],
  ['one', [], null],
  ['all', [], null],
] as const)('when %s decides, %j comes to %j', (needs, answers, outcome) =>
  expect(decideApproval(needs, answers)).toBe(outcome),
);
