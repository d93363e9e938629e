import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parseMail } from '../../mail/parse-mail';
import { readRtf } from '../../mail/read-rtf';
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

const long = (value: number): Buffer => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
};
const filledUp = (data: Buffer): Buffer => Buffer.concat([data, Buffer.alloc(-data.length & 3)]);

type Property = { id: number; type: number; data: Buffer };

const text = (id: number, value: string): Property => ({
  id,
  type: 0x1e,
  data: Buffer.from(`${value}\0`),
});
const bytes = (id: number, data: Buffer): Property => ({ id, type: 0x102, data });

function attribute(id: number, data: Buffer): Buffer {
  const head = Buffer.from([2, id & 0xff, id >> 8, 6, 0]);
  return Buffer.concat([head, long(data.length), data, Buffer.alloc(2)]);
}

function properties(id: number, all: readonly Property[]): Buffer {
  const written = all.map((one) =>
    Buffer.concat([
      Buffer.from([one.type & 0xff, one.type >> 8, one.id & 0xff, one.id >> 8]),
      long(1),
      long(one.data.length),
      filledUp(one.data),
    ]),
  );
  return attribute(id, Buffer.concat([long(all.length), ...written]));
}

const tnef = (...attributes: Buffer[]): Buffer =>
  Buffer.concat([long(0x223e9f78), Buffer.alloc(2), ...attributes]);
const aFile = (...all: Property[]): Buffer =>
  Buffer.concat([attribute(0x9002, Buffer.alloc(14)), properties(0x9005, all)]);

/** Without references, all of it as it is. */
function compressed(rtf: string): Buffer {
  const data = Buffer.from(rtf, 'latin1');
  const runs = Array.from({ length: Math.ceil(data.length / 8) }, (_, at) =>
    Buffer.concat([Buffer.alloc(1), data.subarray(8 * at, 8 * at + 8)]),
  );
  return Buffer.concat([long(0), long(data.length), long(0x75465a4c), long(0), ...runs]);
}

const mailWith = (packed: Buffer): Buffer =>
  Buffer.from(
    `From: kim@customer.example\r\nContent-Type: application/ms-tnef; name=winmail.dat\r\nContent-Transfer-Encoding: base64\r\n\r\n${packed.toString('base64')}`,
  );

test('a winmail.dat that has its words as RTF only gives the words', async () => {
  const rtf = String.raw`{\rtf1\ansi\ansicpg1252{\fonttbl{\f0 Arial;}}\f0 Der Dr\'fccker \u10084?brennt.\par {\*\unknown x}Kim}`;

  const mail = await parseMail(
    mailWith(tnef(properties(0x9003, [bytes(0x1009, compressed(rtf))]))),
  );

  expect(mail.text).toBe('Der Drücker ❤brennt.\nKim');
  expect(mail.parts).toEqual([]);
});

test('RTF that refers to what stood before is read ([MS-OXRTFCP], 4.1)', () => {
  const example =
    '2d0000002b0000004c5a4675f1c5c7a703000a007263706731323542320af32068656c090020627705b06c647d0a800fa0';

  const read = readTnef(tnef(properties(0x9003, [bytes(0x1009, Buffer.from(example, 'hex'))])));

  expect(read?.text?.trim()).toBe('hello world');
});

test('RTF that was made of HTML gives the HTML', () => {
  const rtf = String.raw`{\rtf1\ansi\fromhtml1{\*\htmltag64 <p>}\htmlrtf {\b \htmlrtf0 It burns.\htmlrtf }\htmlrtf0 {\*\htmltag72 </p>}}`;

  expect(readRtf(rtf)).toEqual({ text: null, html: '<p>It burns.</p>' });
});

test('a file that stands among the properties is unpacked, with its Content-ID', async () => {
  const content = Buffer.from('GIF89a');
  const file = aFile(text(0x3707, 'dot.gif'), text(0x3712, 'dot@x'), bytes(0x3701, content));

  const { parts } = await parseMail(mailWith(tnef(file)));

  expect(parts).toMatchObject([
    { name: 'dot.gif', contentType: 'image/gif', contentId: 'dot@x', content },
  ]);
});

test('a winmail.dat in which something was not unpacked stays, beside what was', async () => {
  const message = { id: 0x3701, type: 0x0d, data: Buffer.alloc(40) };
  const file = aFile(text(0x3707, 'a.bin'), bytes(0x3701, Buffer.from('a')));

  const withMail = await parseMail(mailWith(tnef(file, aFile(text(0x3707, 'Mail'), message))));
  const cutOff = await parseMail(mailWith(Buffer.concat([tnef(file), file.subarray(0, 30)])));

  expect(withMail.parts.map(({ name }) => name)).toEqual(['a.bin', 'winmail.dat']);
  expect(cutOff.parts.map(({ name }) => name)).toContain('winmail.dat');
});
