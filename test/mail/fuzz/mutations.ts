import fc from 'fast-check';

/** Changes one mail; `others` are mails to take from. */
export type Mutation = (raw: Buffer, others: readonly Buffer[]) => Buffer;

/** Places are parts of a whole, so that they mean something in every mail. */
const place = fc.double({ min: 0, max: 1, noNaN: true, noDefaultInfinity: true });

/** What happens to bytes on their way, and what people do to them on purpose. */
export function mutations(): fc.Arbitrary<Mutation> {
  return fc.oneof(
    fc.array(fc.tuple(place, fc.nat(255)), { minLength: 1, maxLength: 20 }).map(flipped),
    fc.tuple(place, place, fc.constantFrom(1, 1, 1, 30, 500)).map(repeatedRange),
    fc.tuple(place, place).map(([from, to]) => withoutRange(from, to)),
    fc.tuple(place, fc.constantFrom(...tokens), fc.constantFrom(1, 1, 1, 200)).map(inserted),
    fc.tuple(place, fc.nat(), place, place).map(spliced),
    fc.tuple(place, fc.constantFrom(1, 2, 300)).map(headerAgain),
    fc.constantFrom(...charsets).map(charsetSwapped),
    fc.constantFrom(...encodings).map(encodingSwapped),
    place.map((at): Mutation => boundaryCut(at)),
    place.map(
      (at): Mutation =>
        (raw) =>
          raw.subarray(0, Math.floor(raw.length * at)),
    ),
    fc.constantFrom<Mutation[]>(
      (raw) => Buffer.from(raw.toString('latin1').replaceAll('\r\n', '\n'), 'latin1'),
      (raw) => Buffer.from(raw.toString('latin1').replaceAll('\r\n', '\r'), 'latin1'),
      (raw) => Buffer.concat([raw, raw]),
    ),
  );
}

const tokens = [
  ...[
    '\r\n',
    '\n',
    '\r',
    '\0',
    '\r\n\r\n',
    '--',
    '--b\r\n',
    '--b--',
    '=?utf-8?q?',
    '=?utf-8?b?',
    '?=',
  ],
  ...[
    '"',
    '<',
    '>',
    '(',
    '\\',
    ';',
    ':',
    ',',
    '=',
    '=\r\n',
    '\xff\xfe',
    '\xef\xbb\xbf',
    '\xed\xa0\x80',
  ],
  ...[
    '\r\nBcc: x@y.example',
    '\r\nFrom: <other@evil.example>',
    '\r\nContent-Type: text/html\r\n\r\n',
  ],
  ...['<script>', '<div>', '> ', 'boundary=""', 'charset=', '\x1b$B', '+AAAA-', '\u202e', '%0d%0a'],
];
const charsets = ['utf-7', 'utf-16', 'iso-2022-jp', 'gb18030', 'koi8-r', 'none-such', '"'];
const encodings = ['base64', 'quoted-printable', '8bit', 'x-uuencode', 'none-such'];

function flipped(changes: readonly [number, number][]): Mutation {
  return (raw) => {
    const changed = Buffer.from(raw);
    for (const [at, byte] of changes) if (raw.length > 0) changed[index(raw, at)] = byte;
    return changed;
  };
}

function repeatedRange([from, to, times]: [number, number, number]): Mutation {
  return (raw) => {
    const [begin, end] = range(raw, from, to);
    const copies = Array.from({ length: times }, () => raw.subarray(begin, end));
    return Buffer.concat([raw.subarray(0, end), ...copies, raw.subarray(end)]);
  };
}

function withoutRange(from: number, to: number): Mutation {
  return (raw) => {
    const [begin, end] = range(raw, from, to);
    return Buffer.concat([raw.subarray(0, begin), raw.subarray(end)]);
  };
}

function inserted([at, token, times]: [number, string, number]): Mutation {
  return (raw) => {
    const here = index(raw, at);
    const bytes = Buffer.from(token.repeat(times), 'latin1');
    return Buffer.concat([raw.subarray(0, here), bytes, raw.subarray(here)]);
  };
}

function spliced([at, which, from, to]: [number, number, number, number]): Mutation {
  return (raw, others) => {
    const other = others[which % others.length]!;
    const [begin, end] = range(other, from, to);
    const here = index(raw, at);
    return Buffer.concat([raw.subarray(0, here), other.subarray(begin, end), raw.subarray(here)]);
  };
}

function headerAgain([at, times]: [number, number]): Mutation {
  return (raw) => {
    const lines = raw.toString('latin1').split('\r\n');
    const head = Math.max(1, lines.indexOf(''));
    const line = lines[Math.min(head - 1, Math.floor(at * head))]!;
    return Buffer.from([...Array<string>(times).fill(line), ...lines].join('\r\n'), 'latin1');
  };
}

function charsetSwapped(charset: string): Mutation {
  return (raw) => replaced(raw, /charset="?[\w-]+"?/gi, `charset=${charset}`);
}

function encodingSwapped(encoding: string): Mutation {
  return (raw) =>
    replaced(raw, /content-transfer-encoding:.*/gi, `Content-Transfer-Encoding: ${encoding}`);
}

function boundaryCut(at: number): Mutation {
  return (raw) => {
    const found = [...raw.toString('latin1').matchAll(/^--\S+/gm)];
    const one = found[Math.floor(at * found.length)];
    if (!one) return raw;
    return Buffer.concat([raw.subarray(0, one.index + 3), raw.subarray(one.index + one[0].length)]);
  };
}

function replaced(raw: Buffer, pattern: RegExp, by: string): Buffer {
  return Buffer.from(raw.toString('latin1').replaceAll(pattern, by), 'latin1');
}

function index(raw: Buffer, at: number): number {
  return Math.min(Math.max(0, raw.length - 1), Math.floor(at * raw.length));
}

function range(raw: Buffer, from: number, to: number): [number, number] {
  return from <= to ? [index(raw, from), index(raw, to)] : [index(raw, to), index(raw, from)];
}
