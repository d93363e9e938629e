const { default: Sequencer } = require('@jest/test-sequencer');

/** Long though they are short to read; begun last they would leave one of the two workers idle. */
const longButSmall = ['test/faults/faults.test.ts', 'test/runtime/refusals.test.ts'];

/** Without times of an earlier run jest begins with the largest file; it begins with these. */
module.exports = class LongestFirst extends Sequencer {
  async sort(tests) {
    const sorted = await super.sort(tests);
    const isLong = ({ path }) => longButSmall.some((one) => path.endsWith(one));
    return [...sorted.filter(isLong), ...sorted.filter((test) => !isLong(test))];
  }
};
