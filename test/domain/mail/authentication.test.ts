import { readAuthenticationResults, resultsThatCount } from '../../../domain/mail/authentication';

test.each([
  [undefined, 'not-checked', null],
  ['mx.desk.example; spf=pass smtp.mailfrom=kim@x.example', 'not-checked', null],
  [
    'mx.google.com; dkim=pass header.i=@x.example; spf=pass smtp.mailfrom=x.example; dmarc=pass (p=REJECT sp=REJECT dis=NONE) header.from=x.example',
    'pass',
    'x.example',
  ],
  [
    'mx.google.com; spf=softfail smtp.mailfrom=x.example; dmarc=fail (p=QUARANTINE sp=NONE dis=QUARANTINE) header.from=x.example',
    'fail',
    'x.example',
  ],
  [
    'mx.google.com; dmarc=fail (p=NONE sp=NONE dis=NONE) header.from=x.example',
    'none',
    'x.example',
  ],
  [
    'spf=fail (sender IP is 192.0.2.1) smtp.mailfrom=x.example; dkim=none header.d=none;dmarc=fail action=oreject header.from=x.example;compauth=none reason=451',
    'fail',
    'x.example',
  ],
  ['spf=none; dmarc=fail action=none header.from=x.example;compauth=fail', 'none', 'x.example'],
  [
    'mx1.messagingengine.com; dmarc=fail policy.published-domain-policy=reject policy.applied-disposition=reject header.from=x.example',
    'fail',
    'x.example',
  ],
  [
    'mx.rspamd.example; dkim=none; dmarc=fail reason="No valid SPF, No valid DKIM" header.from=x.example (policy=none)',
    'none',
    'x.example',
  ],
  ['desk.example; dmarc=fail (p=reject dis=none) header.from=x.example', 'fail', 'x.example'],
  ['desk.example; dmarc=fail header.from=x.example', 'fail', 'x.example'],
  ['desk.example; dmarc=none header.from=x.example', 'none', 'x.example'],
  ['desk.example; dmarc=temperror header.from=x.example', 'none', 'x.example'],
  [
    'mx.google.com; spf=pass (domain of "a; dmarc=pass header.from=x.example"@evil.example) smtp.mailfrom="b; dmarc=pass"@evil.example; dmarc=none header.from=evil.example',
    'none',
    'evil.example',
  ],
])('%s: %s', (value, result, domain) => {
  expect(readAuthenticationResults(value)).toMatchObject({ result, domain });
});

test.each([
  [[], ['own; dmarc=pass', 'mx.desk.example; dmarc=fail'], 'own; dmarc=pass'],
  [
    ['MX.desk.example'],
    ['own; dmarc=pass', 'mx.desk.example 1; dmarc=fail'],
    'mx.desk.example 1; dmarc=fail',
  ],
  [['mx.desk.example'], ['(is it?) "mx.desk.example"; x'], '(is it?) "mx.desk.example"; x'],
  [['mx.desk.example'], ['mx.desk.example.evil.example; dmarc=pass', 'dmarc=pass'], undefined],
])('of servers named %j, in %j, the topmost counts', (trusted, values, counts) => {
  expect(resultsThatCount(values, trusted)).toBe(counts);
});
