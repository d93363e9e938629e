import { query } from '../../../db/database';
import { eventually } from '../../support/eventually';
import { mailboxAddress, type Desk } from './desk';
import { aStubbornCaller } from './http-caller';
import { expectOk, inParallel, together, type Acknowledged } from './load';
import { sendUntilTaken, type MailToSend } from './mail-sender';

/** So many mails of mixed kinds, in conversations of `kinds.length`, `senders` of them at a time. */
export interface FloodPlan {
  name: string;
  conversations: number;
  senders: number;
  /** An agent answers every so-manyeth conversation. */
  answerEvery: number;
}

/** A mail that was taken with a 250, and what has to have become of it. */
export interface TakenMail {
  /** Stands in its text and in no other's. */
  mark: string;
  messageId: string;
  /** The mail that its thread began with, by its mark; null: it waits in quarantine. */
  thread: string | null;
}

const withinMs = 15 * 60_000;

/** Sends them all; a mail that is not taken is sent again, as every mail server does. */
export async function putFlood(
  desk: Desk,
  plan: FloodPlan,
): Promise<{ taken: TakenMail[]; done: Acknowledged }> {
  const until = Date.now() + withinMs;
  const taken: TakenMail[] = [];
  const done = together([]);
  await inParallel(plan.senders, plan.conversations, async (index) => {
    const mails = conversation(`${plan.name}-${index}`);
    for (const { mail, expected } of mails) {
      await sendUntilTaken(desk.smtpPorts, mail, until);
      if (expected) taken.push(expected);
    }
    if (index % plan.answerEvery !== 0) return;
    const { mail } = mails[0]!;
    done.replies.push(await agentAnswers(desk, mail.messageId, until));
  });
  return { taken, done };
}

interface Planned {
  mail: MailToSend;
  /** Null: it is another mail once more, and stands for nothing. */
  expected: TakenMail | null;
}

/** The mixed kinds: what one customer, their machine, a stranger and a broken program write. */
function conversation(name: string): Planned[] {
  const customer = `kim-${name}@customers.example.net`;
  const idOf = (kind: string): string => `<${kind}-${name}@customers.example.net>`;
  const markOf = (kind: string): string => `mark-${kind}-of-${name}.`;
  const mail = (kind: string, fields: Partial<MailToSend> = {}): MailToSend => ({
    messageId: idOf(kind),
    from: customer,
    to: mailboxAddress,
    subject: `Matter of ${name}`,
    text: `Please help. ${markOf(kind)}`,
    ...fields,
  });
  const answer = { inReplyTo: idOf('first'), subject: 'Re: whatever it was' };
  const joins = (kind: string, thread: string | null): TakenMail => ({
    mark: markOf(kind),
    messageId: idOf(kind),
    thread: thread === null ? null : markOf(thread),
  });

  const first = mail('first');
  const rich = mail('rich', {
    from: `Zoë Müller <zoe-${name}@customers.example.net>`,
    html: `<p>Bitte <b>helfen</b>. ${markOf('rich')}</p>`,
    attachments: [{ filename: 'größe.txt', content: 'x'.repeat(20_000) }],
  });
  const machine = { 'Auto-Submitted': 'auto-replied' };
  const broken = [
    `From: broken-${name}@customers.example.net`,
    `To: ${mailboxAddress}`,
    'Date: Mon, 23 Nov 2026 12:00:00 +0000',
    'Content-Type: multipart/mixed; boundary=never',
    '',
    `No part ever begins. ${markOf('broken')}`,
  ].join('\r\n');
  return [
    { mail: first, expected: joins('first', 'first') },
    { mail: rich, expected: joins('rich', 'rich') },
    { mail: mail('answer', answer), expected: joins('answer', 'first') },
    {
      mail: mail('machine', { ...answer, headers: machine }),
      expected: joins('machine', 'first'),
    },
    { mail: first, expected: null },
    {
      mail: mail('stranger', { ...answer, from: `eve-${name}@elsewhere.example.net` }),
      expected: joins('stranger', null),
    },
    {
      mail: { ...mail('broken'), from: `broken-${name}@customers.example.net`, raw: broken },
      expected: joins('broken', 'broken'),
    },
    { mail: mail('last', answer), expected: joins('last', 'first') },
  ];
}

async function agentAnswers(
  desk: Desk,
  answered: string,
  until: number,
): Promise<Acknowledged['replies'][number]> {
  const ticket = await eventually(async () => {
    const sql = 'SELECT ticket FROM messages WHERE rfc_message_id = $1';
    const rows = await query<{ ticket: number }>(desk.db, sql, [answered]).catch(() => []);
    return rows[0]?.ticket;
  }, until - Date.now());
  const text = `reply-to-${answered.slice(1, -1)}.`;
  const send = aStubbornCaller(desk.httpPorts, desk.apiKey, until);
  const reply = await send('POST', `/tickets/${ticket}/messages`, { kind: 'reply', text });
  const { messageId } = expectOk(reply, 201)['delivery'] as { messageId: string };
  return { ticket, text, rfcMessageId: messageId };
}

/** Looks every mail up, and answers what is wrong, in words. */
export async function auditFlood({ db }: Desk, taken: readonly TakenMail[]): Promise<string[]> {
  const messages = await query<{ text: string; ticket: number }>(
    db,
    `SELECT substring(text FROM 'mark-\\S+\\.') AS text, ticket FROM messages
     WHERE direction = 'in' AND text LIKE '%mark-%'`,
  );
  const threads = new Map<string, number[]>();
  for (const { text, ticket } of messages) {
    threads.set(text, [...(threads.get(text) ?? []), ticket]);
  }
  const stored = await query<{ outcome: string; count: number }>(
    db,
    `SELECT outcome, count(*)::int AS count FROM inbound_mails
     WHERE outcome IN ('received', 'unreadable') GROUP BY outcome`,
  );
  const held = await query<{ id: string }>(
    db,
    `SELECT rfc_message_id AS id FROM inbound_mails WHERE outcome = 'quarantined'`,
  );
  const heldIds = new Set(held.map(({ id }) => id));
  const wrong = stored.map(({ outcome, count }) => `${count} mails are ${outcome}`);
  for (const { mark, messageId, thread } of taken) {
    const own = threads.get(mark) ?? [];
    if (thread === null) {
      const isHeld = own.length === 0 && heldIds.has(messageId);
      if (!isHeld) wrong.push(`${mark} does not wait in quarantine`);
      continue;
    }
    if (own.length !== 1 || own[0] !== threads.get(thread)?.[0]) {
      wrong.push(`${mark} is on ${own.join(', ') || 'no thread'}, not on that of ${thread}`);
    }
  }
  return wrong;
}
