import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { deflateRawSync } from 'node:zlib';
import fc from 'fast-check';
import { hostileLines, lineOf } from './hostile-lines';
import { mutations, type Mutation } from './mutations';

/** A mail that tries something, and who it really is from, where that must be found. */
export interface HostileMail {
  raw: Buffer;
  from?: string;
}

const folder = path.join(__dirname, '..', 'fixtures');
const seeds = readdirSync(folder).map((file) => readFileSync(path.join(folder, file)));

/** Mails as no mail program writes them: the fixtures changed at random, and bombs of every kind. */
export function hostileMails(): fc.Arbitrary<HostileMail> {
  return fc.oneof(
    { weight: 12, arbitrary: mutatedFixture },
    { weight: 2, arbitrary: withHeaders(hostileHeaders) },
    { weight: 2, arbitrary: structures },
    { weight: 2, arbitrary: bodies },
    { weight: 1, arbitrary: spoofed },
  );
}

/** An address that stands in display names only: it is never the sender's. */
export const spoofedAddress = 'ceo@desk.example';

const mutatedFixture = fc
  .record({
    seed: fc.nat(seeds.length - 1),
    changes: fc.array(mutations(), { minLength: 1, maxLength: 8 }),
  })
  .map(({ seed, changes }) => {
    const change = (raw: Buffer, apply: Mutation): Buffer => apply(raw, seeds).subarray(0, 2e6);
    return { raw: changes.reduce(change, seeds[seed]!) };
  });

const crlf = '\r\n';
const usual = ['From: Kim <kim@customer.example>', 'To: help@desk.example', 'Message-ID: <a@b.c>'];

function mail(headers: string[], body: string | Buffer, usually = usual): HostileMail {
  const head = [...usually, ...headers].join(crlf);
  return { raw: Buffer.concat([Buffer.from(`${head}${crlf}${crlf}`), Buffer.from(body)]) };
}

const piece = fc.constantFrom(
  ...['a', ' ', ',', ';', ':', '<', '>', '"', '\\', '(', ')', '@', '[', ']', '=', '\t', '\0', '\r'],
  ...[
    '\n',
    '\r\n ',
    '\r\n',
    'é',
    '\u202e',
    '\ud83d\ude00',
    '<a@b.c>',
    '"x" <y@z.example>',
    'g: a@b;',
  ],
  ...['=?utf-8?q?=0D=0ABcc:=20x@y.example?=', '=?utf-8?b?AA0K?=', '=?utf-16?q?=d8?=', '=?x?q?a?= '],
  ...['=?', '?=', 'name*0*=', "utf-8''%0d%0a", 'boundary="b"', 'charset=utf-7', '=?utf-8?q?_?='],
);

/** One value said again and again, so that small texts are tried as well as enormous ones. */
const repeated = fc
  .record({
    text: fc.array(piece, { minLength: 1, maxLength: 8 }).map((pieces) => pieces.join('')),
    times: fc.oneof(
      { weight: 5, arbitrary: fc.integer({ min: 1, max: 50 }) },
      { weight: 1, arbitrary: fc.constantFrom(1_000, 10_000) },
    ),
  })
  .map(({ text, times }) => text.repeat(times));

const headerName = fc.constantFrom(
  ...['From', 'To', 'Cc', 'Sender', 'Reply-To', 'Subject', 'Date', 'Message-ID', 'References'],
  ...['In-Reply-To', 'Content-Type', 'Content-Disposition', 'Content-ID', 'List-Id'],
  ...['Content-Transfer-Encoding', 'Auto-Submitted', 'X-Any', 'constructor', '__proto__', ''],
);

const hostileHeaders = fc.array(
  fc.tuple(headerName, repeated).map(([name, value]) => `${name}: ${value}`),
  { minLength: 1, maxLength: 6 },
);

function withHeaders(headers: fc.Arbitrary<string[]>): fc.Arbitrary<HostileMail> {
  return fc
    .tuple(headers, fc.boolean())
    .map(([given, alone]) => mail(given, 'x', alone ? [] : usual));
}

const structures = fc.oneof(
  fc.constantFrom(10, 300, 1_000).map((depth) => {
    const opening = Array.from({ length: depth }, (_, at) =>
      [`Content-Type: multipart/mixed; boundary=b${at}`, '', `--b${at}`, ''].join(crlf),
    );
    return { raw: Buffer.from(`From: a@b.c${crlf}${opening.join('')}${crlf}deep`) };
  }),
  fc
    .integer({ min: 1, max: 1_000 })
    .map((depth) => mail([], 'Content-Type: message/rfc822\r\n\r\n'.repeat(depth), [])),
  fc
    .tuple(fc.constantFrom('To', 'Cc', 'From'), fc.constantFrom(600, 10_000), fc.boolean())
    .map(([name, count, lines]) => {
      const people = Array.from({ length: count }, (_, at) => `"P ${at}" <p${at}@x.example>`);
      const headers = lines
        ? people.map((one) => `${name}: ${one}`)
        : [`${name}: ${people.join(`,${crlf} `)}`];
      return mail(headers, 'many');
    }),
  fc
    .tuple(
      fc.array(fc.tuple(hostileHeaders, repeated), { maxLength: 5 }),
      fc.constantFrom(1, 3, 400),
    )
    .map(([parts, times]) => {
      const written = parts.map(
        ([headers, body]) => `--b${crlf}${headers.join(crlf)}${crlf}${crlf}${body}${crlf}`,
      );
      const once = written.join('').slice(0, 1e6);
      const all = once.repeat(times).slice(0, 1e6);
      return mail(['Content-Type: multipart/mixed; boundary=b'], `${all}--b--`);
    }),
);

const bomb = deflateRawSync(Buffer.alloc(20e6), { level: 9 });
const tnef = Buffer.from(
  /\r\n\r\n([A-Za-z0-9+/=\r\n]+)\r\n--b--/.exec(
    readFileSync(path.join(folder, 'winmail-dat.eml'), 'latin1'),
  )![1]!,
  'base64',
);

const html = fc.constantFrom(
  ...[
    '<div>',
    '<table><tr><td>',
    '<ul><li>',
    '<blockquote type=cite>',
    '<p>x</p>',
    '<',
    '&',
    '<!--',
  ],
  ...['<a href="java\tscript:hit()">x', '<img src=x onerror=hit()>', '<svg><style>', '<script>x'],
  ...[
    '<b style="background:url(x);color:red">',
    '<p title="\'><script>hit()">',
    '&#0;&#13;',
    'text',
  ],
  ...[
    '</div>',
    '<style>p{}</style>',
    '<math><mi>',
    '<a/href=//x onclick=hit()>',
    '<![CDATA[',
    '<br>',
  ],
);

const charsets = [
  ...['utf-8', 'utf-7', 'utf-16', 'utf-16le', 'utf-32', 'iso-2022-jp', 'iso-2022-kr', 'hz-gb-2312'],
  ...['gb18030', 'big5', 'euc-kr', 'shift_jis', 'windows-1252', 'x-user-defined', 'cp65001', "'"],
  ...['replacement', 'unicode-1-1-utf-7', 'x'.repeat(500), 'utf-8\0', 'constructor', ''],
];
const encodings = ['base64', 'quoted-printable', '7bit', '8bit', 'binary', 'x-uuencode', ''];

const icsLine = fc.constantFrom(
  ...[
    'BEGIN:VCALENDAR',
    'END:VCALENDAR',
    'BEGIN:VEVENT',
    'END:VEVENT',
    'METHOD:REQUEST',
    ' x',
    ':',
  ],
  ...[
    'SUMMARY:Visit\\nof\\, him',
    'DTSTART;TZID=Nowhere/At all:20261124T090000',
    'DTSTART:garbage',
  ],
  ...['DTEND;VALUE=DATE:20261125', 'RRULE:FREQ=SECONDLY;COUNT=999999999', 'DURATION:P9999999999W'],
  ...[
    'ORGANIZER;CN="x:mailto:a@b.c',
    'LOCATION:\u0000\u0007room',
    'BEGIN:VTIMEZONE',
    'DTSTART;=;:',
  ],
  ...['RDATE:20260101T000000', 'BEGIN:', 'END:', 'DTSTART:99999999T999999Z', 'DURATION:-PT1S'],
);

const bodies = fc.oneof(
  fc
    .tuple(
      fc.constantFrom(...hostileLines),
      fc.constantFrom(1_000, 500_000),
      fc.constantFrom('plain', 'html'),
    )
    .map(([line, length, type]) => mail([`Content-Type: text/${type}`], lineOf(line, length))),
  fc
    .tuple(fc.array(html, { minLength: 1, maxLength: 6 }), fc.constantFrom(1, 100, 5_000, 20_000))
    .map(([pieces, times]) =>
      mail(['Content-Type: text/html'], pieces.join('').repeat(times).slice(0, 400_000)),
    ),
  fc
    .tuple(
      fc.constantFrom(...charsets),
      fc.constantFrom(...encodings),
      fc.uint8Array({ maxLength: 300 }),
      fc.constantFrom(1, 1_000),
    )
    .map(([charset, encoding, bytes, times]) =>
      mail(
        [
          `Content-Type: text/plain; charset="${charset}"`,
          `Content-Transfer-Encoding: ${encoding}`,
        ],
        Buffer.concat(Array.from({ length: times }, () => Buffer.from(bytes))),
      ),
    ),
  fc
    .tuple(fc.array(icsLine, { maxLength: 30 }), fc.constantFrom(1, 500))
    .map(([lines, times]) =>
      mail(
        ['Content-Type: text/calendar'],
        ['BEGIN:VCALENDAR', 'BEGIN:VEVENT', ...lines].join(crlf).repeat(times),
      ),
    ),
  fc
    .tuple(
      fc.array(fc.tuple(fc.nat(tnef.length - 1), fc.nat(255)), { maxLength: 12 }),
      fc.nat(tnef.length),
    )
    .map(([changes, end]) => {
      const bytes = Buffer.from(tnef);
      for (const [at, byte] of changes) bytes[at] = byte;
      const packed = bytes.subarray(0, end).toString('base64');
      return mail(
        ['Content-Type: application/ms-tnef', 'Content-Transfer-Encoding: base64'],
        packed,
      );
    }),
  fc
    .constantFrom('application/zip', 'application/gzip', 'text/plain', 'text/html')
    .map((type) =>
      mail(
        [`Content-Type: ${type}; name=bomb.zip`, 'Content-Transfer-Encoding: base64'],
        bomb.toString('base64').replaceAll(/(.{76})/g, '$1\r\n'),
      ),
    ),
  fc
    .tuple(
      fc.array(
        fc.constantFrom(
          ...['words', '> old', '>> older', '', 'On 1 May 2026 at 9:00, Kim <k@x.example> wrote:'],
          ...[
            '-----Original Message-----',
            'From: a',
            'Sent: b',
            'To: c',
            '-- ',
            'PS: x',
            ' ',
            'On ',
          ],
        ),
        { minLength: 1, maxLength: 12 },
      ),
      fc.constantFrom(1, 5_000),
      fc.constantFrom('', '; format=flowed; delsp=yes'),
    )
    .map(([lines, times, flowed]) =>
      mail([`Content-Type: text/plain${flowed}`], `${lines.join(crlf)}${crlf}`.repeat(times)),
    ),
);

const names = fc.constantFrom(
  `"${spoofedAddress}"`,
  `"The boss <${spoofedAddress}>"`,
  `"${spoofedAddress}, "`,
  `(${spoofedAddress})`,
  `"x\\" <${spoofedAddress}>, \\"y"`,
  `=?utf-8?q?${spoofedAddress.replace('@', '=40')}?=`,
  `=?utf-8?q?=22x=22_=3C${spoofedAddress.replace('@', '=40')}=3E=2C_y?=`,
  `=?utf-8?b?${Buffer.from(`a <${spoofedAddress}>, b`).toString('base64')}?=`,
  `=?utf-8?b?${Buffer.from(`<${spoofedAddress}>\r\nFrom: <${spoofedAddress}>`).toString('base64')}?=`,
  `=?utf-8?q?<${spoofedAddress}>\0?=`,
  `<${spoofedAddress}>`,
  `<${spoofedAddress}> Boss`,
  `"${'x'.repeat(2_000)} <${spoofedAddress}>"`,
  `"\u202e${spoofedAddress}"`,
);

const spoofed = fc
  .tuple(fc.array(names, { minLength: 1, maxLength: 3 }), fc.constantFrom('From', 'from', 'FROM'))
  .map(([shown, header]) => ({
    ...mail([`${header}: ${shown.join(' ')} <eve@evil.example>`], 'pay me', []),
    from: 'eve@evil.example',
  }));
