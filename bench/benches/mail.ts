import { randomUUID } from 'node:crypto';
import { simpleParser } from 'mailparser';
import { storeInboundMail } from '../../db/inbound-mail-store';
import { listMailboxes } from '../../db/mailbox-store';
import { referenceTag } from '../../domain/mail/reference-tag';
import { tagKey } from '../../mail/tag-key';
import type { Bench } from '../bench';
import { openBareDatabase } from '../floors/bare-database';
import { summarise } from '../measure';
import { pause } from '../pause';
import { openSmtpClient } from '../smtp-client';
import { usualTicket } from '../ticket-content';
import { openTicketWatch } from '../ticket-watch';
import { createByApi, migratedDatabase, times } from './commands';
import { untilDrained } from './full-speed';

const ticketCount = 10;
const settleMs = 80;
const customer = usualTicket.email;

/**
 * A customer answers a waiting ticket, on an SMTP connection that is open already. One series
 * gives three figures, all from MAIL FROM on. The floor: the mail parsed, and one insert.
 */
export const customerMail: Bench = {
  rows: [
    'customer’s mail: SMTP 250',
    'customer’s mail: visible in the thread',
    'customer’s mail: waiting ticket re-opened',
  ],
  product: 'all',
  async run({ servers, product, quick }) {
    const { db, installation, api } = product;
    const [mailbox] = await listMailboxes(db);
    const keyed = tagKey(installation);
    const tickets = await times(ticketCount, () => createByApi(product));
    const bare = await openBareDatabase(await migratedDatabase({ servers }));
    const watch = await openTicketWatch(db);
    const smtp = await openSmtpClient(product.smtpPort);

    const floor: number[] = [];
    const accepted: number[] = [];
    const visible: number[] = [];
    const reopened: number[] = [];
    const warmUp = quick ? 2 : 20;
    const rounds = warmUp + (quick ? 5 : 120);
    for (let round = 0; round < rounds; round += 1) {
      const ticket = tickets[round % ticketCount]!;
      const raw = (): Buffer => replyTo(referenceTag(ticket, keyed), mailbox!.address);

      const own = raw();
      let begin = performance.now();
      await simpleParser(own);
      await storeInboundMail(bare.db, {
        id: randomUUID(),
        via: 'smtp',
        envelope: { from: customer, to: [mailbox!.address] },
        raw: own,
        fingerprint: randomUUID(),
        formerFingerprints: [],
        rfcMessageId: `<${randomUUID()}@example.org>`,
        headStartS: 10,
      });
      const floorMs = performance.now() - begin;

      await api.patch(`/api/v1/tickets/${ticket}`, { status: 'waiting' });
      await untilDrained(db);
      await pause(settleMs);
      const sent = raw();
      const changes = watch.next(ticket, 2);
      begin = performance.now();
      await smtp.send({ from: customer, to: mailbox!.address, raw: sent });
      const acceptedMs = performance.now() - begin;
      const [inThread, open] = await changes;
      await pause(settleMs);
      if (round < warmUp) continue;
      floor.push(floorMs);
      accepted.push(acceptedMs);
      visible.push(inThread! - begin);
      reopened.push(open! - begin);
    }
    smtp.close();
    await watch.stop();
    await bare.close();
    const [first, second, third] = this.rows;
    return [
      { name: first!, aim: { ratioAtMost: 2 }, ...summarise({ floor, product: accepted }) },
      { name: second!, aim: { p50AtMostMs: 30 }, ...summarise({ floor, product: visible }) },
      { name: third!, aim: { p50AtMostMs: 100 }, ...summarise({ floor, product: reopened }) },
    ];
  },
};

function replyTo(tag: string, to: string): Buffer {
  return Buffer.from(
    [
      `From: A Customer <${customer}>`,
      `To: ${to}`,
      `Subject: Re: ${usualTicket.title} ${tag}`,
      `Date: ${new Date().toUTCString()}`,
      `Message-ID: <${randomUUID()}@example.org>`,
      'MIME-Version: 1.0',
      'Content-Type: text/plain; charset=utf-8',
      '',
      'Thank you, but it is offline again since this morning.',
      '',
      ...usualTicket.description.split('\n').map((line) => `> ${line}`),
    ].join('\r\n'),
  );
}
