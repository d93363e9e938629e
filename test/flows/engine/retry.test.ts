import { pauseAfter } from '../../../flows/engine/retry';
import { externalRetry } from '../../../plugins/kit/action';

test('the pauses between failures grow to the longest that the plan has', () => {
  const pauses = [1, 2, 3, 4, 8, 12].map((failures) => pauseAfter(failures, externalRetry));

  expect(pauses).toEqual([1_000, 3_000, 9_000, 27_000, 2_187_000, 3_600_000]);
});

test('who asks to be left alone longer is, up to the longest that the plan has', () => {
  const pauses = [0, 5_000, 1e9].map((asked) => pauseAfter(1, externalRetry, asked));

  expect(pauses).toEqual([1_000, 5_000, 3_600_000]);
});
