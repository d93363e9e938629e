import { lookAt } from '../../mail/fingerprint';

const dated = (more: string) =>
  Buffer.from(`Message-ID: <a@x.example>\r\nFrom: a@x.example\r\n${more}\r\n\r\nbody`);
const nameless = Buffer.from('From: alarm@x.example\r\nSubject: Alarm\r\n\r\nIt burns.');
const traced = (by: string) => Buffer.concat([Buffer.from(`Received: by ${by}\r\n`), nameless]);

test.each([
  ['Content-Type: text/plain', 'Content-Type: text/html'],
  ['Content-Transfer-Encoding: 7bit', 'Content-Transfer-Encoding: base64'],
])('%s is another mail than %s', (one, other) => {
  expect(lookAt(dated(one)).fingerprint).not.toBe(lookAt(dated(other)).fingerprint);
  expect(lookAt(dated(one)).fingerprint).toBe(lookAt(dated(`${one}\r\nReceived: x`)).fingerprint);
});

test('a subject that a list marked makes no other mail of it', () => {
  const marked = dated('Subject: [list] one');
  expect(lookAt(dated('Subject: one')).fingerprint).toBe(lookAt(marked).fingerprint);
});

test('a mail without Message-ID and Date is told by its bytes, with what its way wrote onto it', () => {
  const at = (time: string) => ({ now: new Date(`2026-11-23T${time}Z`) });
  expect(lookAt(traced('mx1'), at('12:00:00'))).toEqual(lookAt(traced('mx1'), at('20:00:00')));
  expect(lookAt(traced('mx1')).fingerprint).not.toBe(lookAt(traced('mx2')).fingerprint);
});

test('one that nothing was written onto is the same for some minutes, and in a folder for good', () => {
  const first = lookAt(nameless, { now: new Date('2026-11-23T12:09:00Z') });
  const again = lookAt(nameless, { now: new Date('2026-11-23T12:11:00Z') });
  const later = lookAt(nameless, { now: new Date('2026-11-23T12:31:00Z') });

  expect(again.formerFingerprints).toContain(first.fingerprint);
  expect([later.fingerprint, ...later.formerFingerprints]).not.toContain(first.fingerprint);
  expect(lookAt(nameless, { isFetched: true, now: new Date(0) })).toEqual(
    lookAt(nameless, { isFetched: true }),
  );
});
