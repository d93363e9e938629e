import type { Delivery } from '../../db/delivery-store';
import { sendDelivery } from '../../mail/send-delivery';
import { aLinesServer } from '../support/lines-server';
import { aMailServer } from '../support/mail-server';

const delivery = (fields: Partial<Delivery> = {}) =>
  ({
    to: ['kim@customer.example'],
    cc: [],
    bcc: [],
    accepted: [],
    ...fields,
  }) as unknown as Delivery;
const mail = {
  raw: Buffer.from('Subject: Hello\r\n\r\nHello.\r\n'),
  returnPath: 'help@desk.example',
};

test.each([
  ['a greeting that turns us away', { CONN: '554 5.7.1 client host blocked' }, /554 5\.7\.1/],
  ['one who wants a sign-in', { MAIL: '530 5.7.0 Authentication required' }, /refuses the user/],
  [
    'a sign-in that is asked for later',
    { RCPT: '530 5.7.0 Authentication required' },
    /530 5\.7\.0/,
  ],
  ['a greeting of ours that it does not take', { EHLO: '550 no', HELO: '550 not you' }, /550/],
])('%s is a problem of the server, and the mail waits', async (_what, answers, words) => {
  const server = await aLinesServer(answers);

  const sending = await sendDelivery(server.url, delivery(), mail);

  expect(sending).toMatchObject({ state: 'not-yet', accepted: [] });
  expect(sending.serverProblem).toMatch(words);
  server.stop();
});

test.each([
  ['the sender', { MAIL: '550 5.7.1 not you' }],
  ['the recipient', { RCPT: '550 5.1.1 no such user' }],
  ['the content', { DATA: '554 5.6.0 spam' }],
])('a refusal of %s is the mail’s own, and for good', async (_what, answers) => {
  const server = await aLinesServer(answers);

  const sending = await sendDelivery(server.url, delivery(), mail);

  expect(sending).toEqual({
    state: 'refused',
    accepted: [],
    reason: Object.values(answers)[0],
    serverProblem: null,
  });
  server.stop();
});

test('whoever has the mail gets it no second time, and an address with two names gets it once', async () => {
  const server = await aMailServer([]);
  server.refusals.set('jo@bücher.example', 450);
  const left = delivery({
    cc: ['KIM@customer.example', 'jo@bücher.example'],
    bcc: ['bo@x.example'],
  });

  const sending = await sendDelivery(server.url, left, mail);

  expect(sending).toMatchObject({
    state: 'not-yet',
    accepted: ['kim@customer.example', 'bo@x.example'],
    reason: expect.stringMatching(
      /^It did not reach jo@xn--bcher-kva\.example \(450 .*no room/,
    ) as string,
  });
  server.refusals.clear();
  const again = { ...left, accepted: sending.accepted };
  expect(await sendDelivery(server.url, again, mail)).toMatchObject({
    state: 'sent',
    accepted: ['jo@bücher.example'],
  });
  expect(server.recipients).toEqual([
    ['kim@customer.example', 'bo@x.example'],
    ['jo@bücher.example'],
  ]);
  const done = { ...again, accepted: [...again.accepted, 'jo@bücher.example'] };
  expect(await sendDelivery('smtp://127.0.0.1:1', done, mail)).toMatchObject({ state: 'sent' });
  server.stop();
});
