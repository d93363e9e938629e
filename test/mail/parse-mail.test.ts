import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { recogniseAutomatic } from '../../domain/mail/automatic';
import { mailTexts } from '../../domain/mail/messages';
import { splitQuoted } from '../../domain/mail/quoted-text';
import { lookAt } from '../../mail/fingerprint';
import { imagesIn } from '../../mail/mail-images';
import { parseMail, type ParsedMail } from '../../mail/parse-mail';
import { reportOf } from '../../mail/record-bounce';
import { sanitiseHtml } from '../../mail/sanitise-html';

const folder = path.join(__dirname, 'fixtures');
const fixture = (name: string): Buffer => readFileSync(path.join(folder, `${name}.eml`));

/** What a person expects to see; only what the fixture is about. */
const expected: Record<string, (mail: ParsedMail) => void> = {
  plain: (mail) => {
    expect(mail).toMatchObject({
      messageId: '<plain@customer.example>',
      from: { name: 'Kim Lee', address: 'kim@customer.example' },
      to: [{ name: 'Example Support', address: 'help@desk.example' }],
      subject: 'The printer is on fire',
      text: 'It started this morning.\n\nKim',
      html: null,
      date: new Date('2026-11-23T08:00:00Z'),
    });
  },
  latin1: (mail) => {
    expect([mail.subject, mail.text]).toEqual(['Grüße aus Köln', 'Drucker brennt, schöne Grüße']);
  },
  'koi8-quoted-printable': (mail) => {
    expect([mail.subject, mail.text]).toEqual(['Принтер горит', 'Помогите']);
  },
  'iso-2022-jp': (mail) => {
    expect([mail.subject, mail.text]).toEqual(['プリンター', '助けてください']);
  },
  'gb18030-base64': (mail) => {
    expect([mail.subject, mail.text]).toEqual(['打印机着火了', '请帮忙']);
  },
  'raw-utf8-headers': (mail) => {
    expect([mail.subject, mail.from?.name]).toEqual(['Größe – ungekodet', 'Zoë Müller']);
  },
  'unknown-charset': (mail) => expect(mail.text).toBe('still readable'),
  'html-only': (mail) => {
    expect(mail.text).toContain('Hello support');
    expect(mail.text).toContain('https://customer.example/x?a=1&b=2');
    expect(mail.html).toContain('<b>support</b>');
  },
  'alternative-nested-inline': (mail) => {
    expect(mail.text).toBe('See the picture.');
    expect(mail.parts.map(({ name, contentId }) => [name, contentId])).toEqual([
      ['dot.gif', 'pic@x'],
      ['Résumé €.pdf', null],
    ]);
  },
  'attachment-names-that-lie': (mail) => {
    expect(mail.text).toBe('names');
    expect(mail.parts.map(({ name }) => name)).toEqual(['passwd', 'page.html', 'part-3']);
  },
  'forwarded-message': (mail) => {
    expect(mail.text).toContain('please read the attached mail');
    expect(mail.parts.map(({ contentType }) => contentType)).toEqual(['message/rfc822']);
    expect(mail.messageId).toBe('<fwd@customer.example>');
  },
  'no-message-id-no-date': (mail) => {
    expect(mail).toMatchObject({ messageId: null, date: null, text: 'bare' });
  },
  'no-subject': (mail) => expect(mail).toMatchObject({ subject: '', text: 'no subject here' }),
  'no-from': (mail) => expect(mail).toMatchObject({ from: null, text: 'nobody' }),
  'only-headers': (mail) => expect(mail).toMatchObject({ subject: 'only headers', text: '' }),
  'broken-mime': (mail) => {
    expect(mail.from?.address).toBe('kim@customer.example');
    expect(mail.text).toContain('text in a part that the boundary does not open');
  },
  'unclosed-boundary': (mail) => {
    expect(mail.text).toBe('the text is here');
    expect(mail.html).toContain('the html is here');
  },
  'broken-base64': (mail) => expect(mail.text).toMatch(/^Hello wor/),
  'nul-and-controls': (mail) => {
    expect(mail.subject).toBe('Nul in it');
    expect(mail.text).toContain('beforeafter [31mred');
    expect(mail.text).toContain('bad utf8: ');
  },
  'header-injection': (mail) => {
    expect(mail.subject).not.toMatch(/[\r\n]/);
    expect(mail.header('bcc')).toBeUndefined();
    expect(mail.header('x-evil')).toBeUndefined();
  },
  'address-in-display-name': (mail) => {
    expect(mail.from).toEqual({ name: 'help@desk.example', address: 'eve@evil.example' });
    expect(mail.to).toEqual([{ name: 'a <b@c.example>', address: 'help@desk.example' }]);
  },
  'five-thousand-recipients': (mail) => {
    expect(mail.to).toHaveLength(500);
    expect(mail.text).toBe('many');
  },
  'reply-gmail': (mail) => {
    expect(mail.references).toEqual(['<first@customer.example>', '<ours@desk.example>']);
    expect(splitQuoted(mail.text).own).toBe('It works now, thanks!');
  },
  'reply-outlook': (mail) => {
    expect(mail.inReplyTo).toEqual(['<ours@desk.example>']);
    expect(splitQuoted(mail.text).own).toBe('Geht wieder, danke.');
    expect(mail.text).toContain('Bitte nochmals versuchen.');
  },
  'reply-apple': (mail) => {
    expect(mail.references).toEqual(['<ours@desk.example>', '<0D7@mac.customer.example>']);
    expect(splitQuoted(mail.text).own).toBe('Perfect.\n\nSent from my iPhone');
  },
  'out-of-office-exchange': (mail) => expect(kindOf(mail)).toBe('auto-reply'),
  'vacation-unix': (mail) => expect(kindOf(mail)).toBe('auto-reply'),
  'mailing-list': (mail) => expect(kindOf(mail)).toBe('bulk'),
  'google-group-of-ours': (mail) => expect(kindOf(mail)).toBe('no'),
  'delayed-report': (mail) => {
    expect(kindOf(mail)).toBe('bounce');
    expect(reportOf(mail).outcome).toBe('delayed');
  },
  'read-receipt': (mail) => expect(kindOf(mail)).toBe('auto-reply'),
  'reply-german-outlook': (mail) => expect(splitQuoted(mail.text).own).toBe('Danke, geht.'),
  'reply-french': (mail) => expect(splitQuoted(mail.text).own).toBe('Merci.'),
  'text-before-html': (mail) => {
    const words = ['Please cancel order 4711 &#38; 4712.', 'Disclaimer', 'Checked for viruses.'];
    const places = words.map((word) => mail.html!.indexOf(word));
    expect(places).toEqual(places.toSorted((a, b) => a - b));
    expect(places).not.toContain(-1);
    expect(mail.text).toMatch(
      /^Please cancel order 4711 & 4712.\s+Disclaimer\s+Checked for viruses.$/,
    );
  },
  'latin1-that-lies-html': (mail) => {
    expect([mail.text, mail.html]).toEqual(['Der Drücker klemmt.', '<p>Der Drücker klemmt.</p>\n']);
  },
  'latin1-that-lies-in-parts': (mail) => {
    expect([mail.text, mail.html]).toEqual(['Der Drücker klemmt.', '<p>Der Drücker klemmt.</p>']);
  },
  'html-meta-charset': (mail) => {
    expect(mail.text).toBe('Принтер горит.');
    expect(mail.html).toContain('<p>Принтер горит.</p>');
  },
  uuencoded: (mail) => {
    expect(mail.text).toBe('Der Drücker klemmt.');
    expect(mail.parts.map(({ content }) => content)).toEqual([
      Buffer.from(Array.from({ length: 256 }, (_, at) => at)),
    ]);
  },
  'several-to': (mail) => {
    expect(mail.to.map(({ address }) => address)).toEqual([
      'help@desk.example',
      'max@customer.example',
    ]);
    expect(mail.cc.map(({ address }) => address)).toEqual([
      'one@customer.example',
      'two@customer.example',
    ]);
    expect(mail.header('delivered-to')).toBe('help@desk.example, info@desk.example');
    expect(mail.references).toEqual(['<b@desk.example>', '<c@desk.example>']);
  },
  'two-from-headers': (mail) => {
    expect(mail.from?.address).toBe('kim@customer.example');
    expect(mail.header('from')).toMatch(/kim@customer\.example.*evil\.example/);
  },
  'inline-text-files': (mail) => {
    expect(mail.text).toMatch(/^The log is below.\s+GET \/größe 500\s+Größe$/);
    expect(mail.html).toContain('The log is below.');
    expect(mail.parts.map(({ name, content }) => [name, content.toString('latin1')])).toEqual([
      ['log.txt', Buffer.from('GET /größe 500\n').toString('latin1')],
      ['page.html', '<p>Größe</p>'],
    ]);
  },
  'ids-without-brackets': (mail) => {
    expect(mail).toMatchObject({
      messageId: '<n5@customer.example>',
      inReplyTo: ['<ours@desk.example>'],
      references: ['<first@customer.example>', '<ours@desk.example>'],
    });
  },
  'control-characters-in-ids': (mail) => {
    expect(mail).toMatchObject({
      messageId: '<n6@customer.example>',
      inReplyTo: ['<ours@desk.example>'],
      references: ['<first@customer.example>'],
    });
  },
  'content-location': (mail) => {
    const shown = sanitiseHtml(mail.html!, (name) => imagesIn(withIds(mail)).get(name) ?? null);
    expect(shown).toBe(
      '<p>See <img src="/api/v1/attachments/0"> <img src="/api/v1/attachments/1"></p>',
    );
  },
  'names-that-stay': (mail) => {
    expect(mail.parts.map(({ name }) => name)).toEqual([
      'Invoice 3-2024.pdf',
      ...['a.png', 'a (3).png', 'a (2).png', 'a (4).png', 'xgnp.exe'],
      expect.stringMatching(/^(long name )+.{0,10}\.docx$/),
    ]);
    expect(mail.parts.at(-1)!.name.length).toBeLessThanOrEqual(200);
  },
  'bounce-postfix': (mail) => {
    expect(kindOf(mail)).toBe('bounce');
    expect(reportOf(mail).messageIds).toEqual(['<reply-that-bounced@desk.example>']);
  },
};

/** What the rest is about: its text, its subject, who wrote it, or its parts by name. */
const more: Record<
  string,
  Partial<Pick<ParsedMail, 'text' | 'subject' | 'date' | 'messageId'>> & {
    from?: string;
    files?: string[];
  }
> = {
  'apple-text-image-text': { text: 'Before.\nAfter.', files: ['p.png'] },
  'blank-before-colon': {
    from: 'Kim Lee <kim@customer.example>',
    subject: 'Printer',
    messageId: '<n1@customer.example>',
  },
  'body-with-a-name': { text: 'Words.', files: [] },
  'bom-before-headers': { from: 'Kim Lee <kim@customer.example>', text: 'x' },
  big5: { text: '印表機著火了。' },
  'broken-date': { text: 'x', date: null },
  'broken-quoted-printable': { text: '100 =ZZ percent, a = sign and ü at the end of a line' },
  'encoded-name': { from: 'Zoë Müller <zoe@customer.example>' },
  'encoded-word-raw-latin1': { subject: 'Gerät & Kabel' },
  'encoded-word-split': { subject: 'Drücker öffnet nicht' },
  'euc-kr': { text: '프린터가 불타고 있습니다.' },
  'group-address': { text: 'x', from: 'Kim Lee <kim@customer.example>' },
  'hz-gb-2312': { text: '打印机 ~ 着火了。' },
  'iso-2022-kr': { text: '프린터가 불타고 있습니다.' },
  'latin1-that-lies-base64': { text: 'Der Drücker klemmt.' },
  'latin1-that-lies-quoted-printable': { text: 'Der Drücker klemmt.' },
  'mailto-address': { from: 'Ana <ana@customer.example>' },
  'one-bad-byte-gb2312': { text: '打印机\ufffd着火了，请帮忙。' },
  'one-bad-byte-shift-jis': { text: 'プリンターが\ufffd燃えています。' },
  'one-bad-byte-utf-8': { text: 'Der Drücker klemmt für \ufffd Stunden, schöne Grüße.' },
  'quoted-local-part': { from: 'Ana <"ana ruiz"@customer.example>' },
  'raw-koi8-headers': { from: 'Ким <kim@customer.example>', subject: 'Принтер горит' },
  'raw-latin1-subject': { subject: 'Größe – wie früher' },
  'utf-7': { text: 'Der Drücker klemmt.' },
  'utf-8-that-lies-shift-jis': { text: 'プリンターが燃えています。' },
  'idn-address': { from: 'Kim <kim@bücher.example>' },
  'inline-files-not-shown': {
    text: 'The invoice:',
    files: ['shown.gif', 'nowhere.gif', 'invoice.pdf', 'letter.doc'],
  },
  'invitation-alone': {
    text: 'Invitation: Visit of the printer\nWhen: 2026-11-24 09:00 – 10:00 (Europe/Berlin)\nWhere: Room 5\nFrom: kim@customer.example',
    files: ['part-1.ics'],
  },
  'invitation-with-words': { text: 'Please come.', files: ['part-1.ics'] },
  'iso-8859-15': { text: 'Das kostet 5 €.' },
  'latin1-that-lies': { text: 'Der Drücker klemmt.' },
  'name-turned-around': { files: ['invoicefdp.exe'] },
  'names-twice': { files: ['a.png', 'a (2).png'] },
  'no-name-pdf': { files: ['part-1.pdf'] },
  'pgp-mime-encrypted': { text: mailTexts.encrypted, files: ['part-1', 'encrypted.asc'] },
  'pgp-mime-signed': { text: 'Signed words.', files: ['signature.asc'] },
  'quoted-comma-name': { from: 'Lee, Kim (Sales) <kim@customer.example>' },
  'rfc2047-name': { files: ['Grüße.pdf'] },
  'rfc2231-name': { files: ['Rechnung März.pdf'] },
  'several-from': { from: 'Kim <kim@customer.example>' },
  'shift-jis': { text: 'プリンターが燃えています。' },
  'smime-encrypted': { text: mailTexts.encrypted, files: ['smime.p7m'] },
  'smime-signed': { text: 'Signed words.', files: ['smime.p7s'] },
  'two-message-ids': { text: 'x', messageId: '<5072696e7465@customer.example>' },
  'unknown-transfer-encoding': { text: 'Plain words.' },
  'utf-16': { text: 'Der Drucker brennt.' },
  'utf-8-bom': { text: 'Hallo.' },
  'windows-1251': { text: 'Принтер горит.' },
  'windows-1252-quotes': { text: 'It says “hot” – 80 €.' },
  'winmail-dat': { text: 'It burns.', files: ['Lange Größe.txt', 'two.bin'] },
  'winmail-dat-cut-off': { text: 'Words.', files: ['winmail.dat'] },
};

for (const [name, { from, files, ...fields }] of Object.entries(more)) {
  expected[name] = (mail) => {
    expect(mail).toMatchObject(fields);
    if (from) expect(`${mail.from!.name} <${mail.from!.address}>`).toBe(from);
    if (files) expect(mail.parts.map((part) => part.name)).toEqual(files);
  };
}

const names = readdirSync(folder).map((file) => file.replace(/\.eml$/, ''));

test('every fixture has its expectation', () => {
  expect(names.sort()).toEqual(Object.keys(expected).sort());
});

test.each(names)('%s is read as a person would', async (name) => {
  const mail = await parseMail(fixture(name));

  expected[name]!(mail);
  const texts = [mail.subject, mail.text, mail.html ?? '', ...mail.parts.map((part) => part.name)];
  for (const text of texts) {
    // eslint-disable-next-line no-control-regex
    expect(text).not.toMatch(/\u0000/);
    expect(Buffer.from(text).toString()).toBe(text);
  }
});

test('any bytes are read or refused, and what is read can be stored', async () => {
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 2_000 }), async (bytes) => {
      const mail = await parseMail(Buffer.from(bytes)).catch(() => null);
      expect(JSON.stringify(mail ?? {})).not.toMatch(/\\u0000|\\ud[89a-f]/i);
    }),
    { numRuns: 200 },
  );
});

test('a real mail with bytes changed at random is read or refused', async () => {
  const whole = fixture('alternative-nested-inline');
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { maxLength: 40 }),
      async (changes) => {
        const raw = Buffer.from(whole);
        for (const [at, byte] of changes) raw[at] = byte;
        const mail = await parseMail(raw).catch(() => null);
        // eslint-disable-next-line no-control-regex
        expect(mail?.text ?? '').not.toMatch(/\u0000/);
      },
    ),
    { numRuns: 200 },
  );
});

test('a mail nested a thousand deep is read or refused, and soon', async () => {
  const depth = 1_000;
  const opening = Array.from(
    { length: depth },
    (_, at) => `Content-Type: multipart/mixed; boundary=b${at}\r\n\r\n--b${at}\r\n`,
  );
  const raw = `From: kim@customer.example\r\n${opening.join('')}Content-Type: text/plain\r\n\r\ndeep\r\n`;

  const mail = await parseMail(Buffer.from(raw)).catch((error: Error) => error);

  expect(mail).toBeTruthy();
});

test('a text of another charset than it names is read to its end', async () => {
  const words = 'Der Drücker klemmt. '.repeat(2_000);
  const head = 'From: kim@customer.example\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n';

  const { text } = await parseMail(Buffer.from(head + words, 'latin1'));

  expect(text).toBe(words.trim());
});

test('the first look and the parser take the same Message-ID', async () => {
  for (const name of ['two-message-ids', 'ids-without-brackets', 'control-characters-in-ids']) {
    const raw = fixture(name);
    expect(lookAt(raw).rfcMessageId).toBe((await parseMail(raw)).messageId);
  }
});

function withIds({ parts }: ParsedMail) {
  return parts.map((part, at) => ({ ...part, id: String(at) }));
}

function kindOf(mail: ParsedMail) {
  return recogniseAutomatic({
    header: mail.header,
    returnPath: mail.header('return-path') ?? null,
    from: mail.from?.address ?? null,
    subject: mail.subject,
    text: mail.text,
    toReturnPath: false,
    ownAddresses: ['help@desk.example'],
  });
}
