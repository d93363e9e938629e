import { openMailThread } from '../../mail/mail-thread';
import { parseMail } from '../../mail/parse-mail';
import { harmlessHtml, readMail } from '../../mail/read-mail';

const head = 'From: Kim <kim@customer.example>\r\nSubject: x\r\nX-Any: y\r\n';
const mail = (rest: string): Buffer => Buffer.from(`${head}${rest}`);

test('a large mail is read as a small one is, in a thread of its own', async () => {
  const file = 'x'.repeat(200_000);
  const raw = mail(
    `Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nwords\r\n` +
      `--b\r\nContent-Disposition: attachment; filename=a.txt\r\n\r\n${file}\r\n--b--\r\n`,
  );

  const [large, small] = [await readMail(raw), await parseMail(raw)];

  expect({ ...large, header: null }).toEqual({ ...small, header: null });
  expect([large.text, large.header('x-any')]).toEqual(['words', 'y']);
  expect(large.parts[0]!.content.toString()).toBe(file);
});

test('other things go on while a lot of HTML is made harmless', async () => {
  let turns = 0;
  const turn = (): void => void ((turns += 1), (timer = setImmediate(turn)));
  let timer = setImmediate(turn);

  const html = await harmlessHtml(
    `<img src="cid:a"><script>x</script>${'<p>x</p>'.repeat(50_000)}`,
    new Map([['a', '/picture']]),
  );
  clearImmediate(timer);

  expect(html!.startsWith('<img src="/picture"><p>x</p>')).toBe(true);
  expect(turns).toBeGreaterThan(0);
});

test('what takes too long or too much memory is unreadable, and the next mail is read', async () => {
  const impatient = openMailThread({ limitMs: 1 });
  const small = openMailThread({ heapMegabytes: 60 });
  const bomb = mail(`\r\n${'\r\n'.repeat(12_000_000)}`);

  const [late, full, next] = await Promise.allSettled([
    impatient.parse(mail('\r\nx')),
    small.parse(bomb),
    small.parse(mail('\r\nread')),
  ]);

  expect(late).toMatchObject({ reason: { message: 'Reading the mail took too long.' } });
  expect(full).toMatchObject({ reason: { message: 'Reading the mail took too much memory.' } });
  expect(next).toMatchObject({ value: { text: 'read' } });
});

test('HTML that is too large or nested too deep to be shown is there as text', async () => {
  const type = 'Content-Type: text/html\r\n\r\n';
  const deep = await readMail(mail(`${type}${'<div>'.repeat(50_000)}Hello &amp; goodbye`));
  const large = await readMail(
    mail(`${type}<style>p{}</style><p>Hello ${'<i>x</i> '.repeat(3e5)}`),
  );

  expect([deep.text, await harmlessHtml(deep.html)]).toEqual(['Hello & goodbye', null]);
  expect(large.html).toBeNull();
  expect(large.text).toMatch(/^Hello x x .*\[The text was too long/s);
});
