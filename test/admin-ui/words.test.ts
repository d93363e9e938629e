import { pathToReturnTo } from '../../admin-ui/src/features/session/return-path';
import { durationInWords, writtenDurationInWords } from '../../admin-ui/src/common/duration';
import { ageOf } from '../../admin-ui/src/common/age';
import { sizeInWords } from '../../admin-ui/src/common/size';

const minute = 60_000;

describe('figures as people read them', () => {
  test.each([
    [20_000, 'just now', 'now'],
    [5 * minute, '5 min. ago', '5m'],
    [59 * minute, '59 min. ago', '59m'],
    [25 * 60 * minute, '1 day ago', '1d'],
    [-90 * minute, 'in 1 hr.', '1h'],
  ])('%i ms ago', (past, long, short) => {
    const now = Date.parse('2026-11-23T12:00:00Z');

    expect([ageOf(now - past, now), ageOf(now - past, now, true)]).toEqual([long, short]);
  });

  test.each([
    [62, '62 ms'],
    [4_210, '4.2 s'],
    [3 * minute, '3 min'],
    [90 * minute, '1 h 30 min'],
    [52 * 60 * minute, '2 d 4 h'],
  ])('%i ms took', (ms, words) => {
    expect(durationInWords(ms)).toBe(words);
  });

  test.each([
    ['48h', '48 hours'],
    ['1h30m', '1 hour, 30 minutes'],
    ['1d', '1 day'],
  ])('%s of a Flow', (written, words) => {
    expect(writtenDurationInWords(written)).toBe(words);
  });

  test.each([
    [640, '640 B'],
    [84_213, '84 KB'],
    [3_400_000, '3.4 MB'],
  ])('%i bytes', (bytes, words) => {
    expect(sizeInWords(bytes)).toBe(words);
  });
});

test.each([
  [null, '/'],
  ['/tickets?priority=urgent', '/tickets?priority=urgent'],
  ['//evil.example/x', '/'],
  ['/\\evil.example', '/'],
  ['https://evil.example', '/'],
  ['/login?to=/login', '/'],
])('logging in leads to a page of ours only: %s', (wanted, path) => {
  expect(pathToReturnTo(wanted)).toBe(path);
});
