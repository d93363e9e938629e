import { evaluate } from '../../../flows/engine/evaluate';
import { conditionProblems } from '../../../flows/language/check-conditions';
import { aSeen } from '../a-seen';

const asked = (test: Record<string, unknown>) => ({ field: 'escalation', ...test }) as never;
const holds = (level: number | undefined, operator: string, value: number) =>
  evaluate(asked({ operator, value }), aSeen({ escalation: level as never })).holds;

test('conditions ask how far a ticket was taken up', () => {
  expect(holds(3, 'at_least', 3)).toBe(true);
  expect(holds(2, 'at_least', 3)).toBe(false);
  expect(holds(2, 'less_than', 3)).toBe(true);
});

test('facts from before there were levels say 0', () => {
  expect(holds(undefined, 'is', 0)).toBe(true);
});

test('a level is a number', () => {
  const problems = (value: unknown) =>
    conditionProblems(asked({ at_least: value }), 'when', { custom: [] });

  expect(problems(2)).toEqual([]);
  expect(problems('high')).toEqual([{ path: 'when.at_least', message: 'write a number' }]);
});
