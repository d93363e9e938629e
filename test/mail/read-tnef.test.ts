import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parseMail } from '../../mail/parse-mail';
import { readTnef } from '../../mail/read-tnef';

const raw = readFileSync(path.join(__dirname, 'fixtures', 'winmail-dat.eml'));
const packed = Buffer.from(
  /\r\n\r\n([A-Za-z0-9+/=\r\n]+)\r\n--b--/.exec(raw.toString())![1]!,
  'base64',
);

test('a winmail.dat gives its files with their long names, and its words', async () => {
  expect(readTnef(packed)).toMatchObject({
    text: 'It burns.',
    files: [
      { name: 'Lange Größe.txt', content: Buffer.from('first file') },
      { name: 'two.bin', content: Buffer.from(Array.from({ length: 40 }, (_, at) => at)) },
    ],
  });
  expect((await parseMail(raw)).parts.map(({ content }) => content.length)).toEqual([10, 40]);
});

test('bytes that are cut off or changed at random are read as far as they are whole', () => {
  fc.assert(
    fc.property(
      fc.nat(packed.length),
      fc.array(fc.tuple(fc.nat(packed.length - 1), fc.nat(255)), { maxLength: 20 }),
      (end, changes) => {
        const bytes = Buffer.from(packed);
        for (const [at, byte] of changes) bytes[at] = byte;
        const read = readTnef(bytes.subarray(0, end));
        for (const { content } of read?.files ?? []) {
          expect(content.length).toBeLessThanOrEqual(packed.length);
        }
      },
    ),
    { numRuns: 2_000 },
  );
});

test('what is no TNEF is told so', () => {
  expect(readTnef(Buffer.from('not tnef at all'))).toBeNull();
  expect(readTnef(Buffer.alloc(0))).toBeNull();
});
