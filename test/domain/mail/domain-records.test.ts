import {
  checkRecord,
  extendedSpf,
  maySend,
  recordsOf,
  type RecordPurpose,
} from '../../../domain/mail/domain-records';
import { spfMechanisms } from '../../../domain/mail/spf-mechanism';

const domain = {
  name: 'desk.example',
  verificationToken: 'abc',
  dkimSelector: 'ticketloom-1',
  dkimPublicKey: 'KEY',
};
const records = recordsOf(domain, spfMechanisms(['smtp.gmail.com', 'mail.desk.example']));
const record = (purpose: RecordPurpose) => records.find((one) => one.purpose === purpose)!;

test('a domain gets the exact records that it needs', () => {
  expect(records.map(({ name, value }) => [name, value])).toEqual([
    ['_ticketloom.desk.example', 'ticketloom-verification=abc'],
    ['ticketloom-1._domainkey.desk.example', 'v=DKIM1; k=rsa; p=KEY'],
    ['desk.example', 'v=spf1 include:_spf.google.com a:mail.desk.example ~all'],
    ['_dmarc.desk.example', 'v=DMARC1; p=quarantine; rua=mailto:postmaster@desk.example'],
  ]);
});

test.each([
  [[], ['mx']],
  [
    ['192.0.2.1', '2001:db8::1'],
    ['ip4:192.0.2.1', 'ip6:2001:db8::1'],
  ],
  [['email-smtp.eu-west-1.amazonaws.com'], ['include:amazonses.com']],
  [['smtp.office365.com', 'SMTP.office365.com'], ['include:spf.protection.outlook.com']],
])('servers %j are %j in SPF', (hosts, mechanisms) => {
  expect(spfMechanisms(hosts)).toEqual(mechanisms);
});

test.each([
  ['verification', ['google-site-verification=x', 'ticketloom-verification=abc'], 'right'],
  ['verification', ['ticketloom-verification=other'], 'different'],
  ['verification', ['something'], 'missing'],
  ['verification', null, 'unknown'],
  ['dkim', ['v=DKIM1; k=rsa; p=KE Y'], 'right'],
  ['dkim', ['p=KEY'], 'right'],
  ['dkim', ['v=DKIM1; p=OTHER'], 'different'],
  ['spf', ['v=spf1 mx +a:mail.desk.example include:_spf.google.com -all'], 'right'],
  ['spf', ['v=spf1 mx -all'], 'different'],
  ['spf', ['v=spf1 -all include:_spf.google.com a:mail.desk.example'], 'different'],
  [
    'spf',
    ['v=spf1 mx -all', 'v=spf1 include:_spf.google.com a:mail.desk.example ~all'],
    'different',
  ],
  ['dmarc', ['v=DMARC1; p=none'], 'right'],
  ['dmarc', ['v=DMARC1; rua=mailto:x@desk.example'], 'different'],
  ['dmarc', [], 'missing'],
] as const)('%s with %j in the DNS is %s', (purpose, texts, state) => {
  expect(checkRecord(record(purpose), texts).state).toBe(state);
});

test.each([
  [['v=spf1 mx -all'], 'v=spf1 mx include:_spf.google.com a:mail.desk.example -all'],
  [
    ['v=spf1 include:_spf.google.com ~all'],
    'v=spf1 include:_spf.google.com a:mail.desk.example ~all',
  ],
  [['v=spf1 mx'], 'v=spf1 mx include:_spf.google.com a:mail.desk.example ~all'],
  [
    ['v=spf1 a:mail.overall'],
    'v=spf1 a:mail.overall include:_spf.google.com a:mail.desk.example ~all',
  ],
  [
    ['v=spf1 mx -all exp=why.desk.example'],
    'v=spf1 mx include:_spf.google.com a:mail.desk.example -all exp=why.desk.example',
  ],
  [
    ['v=spf1 redirect=_spf.other.example'],
    'v=spf1 include:_spf.google.com a:mail.desk.example redirect=_spf.other.example',
  ],
  [
    ['v=spf1 mx -all', 'v=spf1 a:old.example ~all'],
    'v=spf1 mx a:old.example include:_spf.google.com a:mail.desk.example -all',
  ],
])('%j becomes right as %s, in one record', (found, right) => {
  const extended = extendedSpf(found, record('spf').value);
  expect(extended).toBe(right);
  expect(checkRecord(record('spf'), [extended]).state).toBe('right');
});

test('a domain sends when it was verified, and for three days after its records are gone', () => {
  const now = new Date('2026-11-23T12:00:00Z');
  const before = (days: number) => new Date(now.getTime() - days * 86_400_000);
  expect(maySend({ verifiedAt: null, failingSince: null }, now)).toBe(false);
  expect(maySend({ verifiedAt: before(9), failingSince: null }, now)).toBe(true);
  expect(maySend({ verifiedAt: before(9), failingSince: before(2.9) }, now)).toBe(true);
  expect(maySend({ verifiedAt: before(9), failingSince: before(3.1) }, now)).toBe(false);
});
