import { aStubbornCaller, type Answer } from './http-caller';
import { mailboxAddress, threeCalls, type Desk } from './desk';
import { sendUntilTaken } from './mail-sender';

export interface LoadPlan {
  /** Tells this load's texts and addresses from another's on the same desk. */
  name: string;
  /** Notes, of which a quarter goes to ONE ticket, from `callers` at once. */
  notes: number;
  callers: number;
  /** Tickets that become urgent, and how often each. */
  urgentTickets: number;
  timesUrgent: number;
  /** Agents' replies that leave a ticket Waiting; each is answered by a mail of its customer. */
  replies: number;
  /** Mails of customers whom nobody knows yet. */
  newMails: number;
  /** Tickets whose Flow calls the outside three times; the load lasts until these runs are over. */
  runsOfThreeCalls?: number;
}

/** What the desk has said yes to. */
export interface Acknowledged {
  tickets: number[];
  notes: { ticket: number; text: string }[];
  urgentChanges: { ticket: number; times: number }[];
  replies: { ticket: number; text: string; rfcMessageId: string }[];
  mails: { messageId: string; answers?: number }[];
  /** Tickets each of which starts one run of three calls. */
  calling: number[];
}

const withinMs = 10 * 60_000;

/** Puts the plan on the desk, all at once, and answers what was acknowledged. */
export async function putLoad(desk: Desk, plan: LoadPlan): Promise<Acknowledged> {
  const until = Date.now() + withinMs;
  const done: Acknowledged = {
    tickets: [],
    notes: [],
    urgentChanges: [],
    replies: [],
    mails: [],
    calling: [],
  };
  const tickets = await inParallel(plan.callers, 10 + plan.urgentTickets + plan.replies, (index) =>
    createTicket(desk, `${plan.name}-${index}`, until),
  );
  done.tickets = tickets;
  const [hot, ...others] = tickets.slice(0, 10) as [number, ...number[]];
  const urgent = tickets.slice(10, 10 + plan.urgentTickets);
  const answered = tickets.slice(10 + plan.urgentTickets);

  await Promise.all([
    inParallel(plan.callers, plan.notes, async (index) => {
      const ticket = index % 4 === 0 ? hot : others[index % others.length]!;
      const text = `note-${index}-of-${plan.name}`;
      const send = aStubbornCaller(desk.httpPorts, desk.apiKey, until);
      expectOk(await send('POST', `/tickets/${ticket}/messages`, { kind: 'note', text }), 201);
      done.notes.push({ ticket, text });
    }),
    inParallel(4, urgent.length, async (index) => {
      const ticket = urgent[index]!;
      const send = aStubbornCaller(desk.httpPorts, desk.apiKey, until);
      for (let time = 0; time < plan.timesUrgent; time += 1) {
        expectOk(await send('PATCH', `/tickets/${ticket}`, { priority: 'urgent' }), 200);
        expectOk(await send('PATCH', `/tickets/${ticket}`, { priority: 'medium' }), 200);
      }
      done.urgentChanges.push({ ticket, times: plan.timesUrgent });
    }),
    inParallel(4, answered.length, (index) =>
      converse(desk, answered[index]!, `${index}-of-${plan.name}`, done, until),
    ),
    inParallel(4, plan.newMails, async (index) => {
      const messageId = `<new-${index}-of-${plan.name}@customers.example.net>`;
      await sendUntilTaken(
        desk.smtpPorts,
        {
          messageId,
          from: `new-${index}-of-${plan.name}@customers.example.net`,
          to: mailboxAddress,
          subject: `A new matter, number ${index}`,
          text: `Please help with matter ${index} of ${plan.name}.`,
        },
        until,
      );
      done.mails.push({ messageId });
    }),
    inParallel(20, plan.runsOfThreeCalls ?? 0, async (index) => {
      const name = `calling-${index}-of-${plan.name}`;
      const ticket = await createTicket(desk, name, until, [threeCalls.tag]);
      done.calling.push(ticket);
      await untilItsRunIsOver(desk, ticket, until);
    }),
  ]);
  return done;
}

/** An agent answers and waits; the customer writes back. */
async function converse(
  desk: Desk,
  ticket: number,
  name: string,
  done: Acknowledged,
  until: number,
): Promise<void> {
  const send = aStubbornCaller(desk.httpPorts, desk.apiKey, until);
  const text = `reply-${name}.`;
  const reply = { kind: 'reply', text, setStatus: 'waiting' };
  const answer = expectOk(await send('POST', `/tickets/${ticket}/messages`, reply), 201);
  const { messageId: rfcMessageId } = answer['delivery'] as { messageId: string };
  done.replies.push({ ticket, text, rfcMessageId });

  const messageId = `<answer-${name}@customers.example.net>`;
  await sendUntilTaken(
    desk.smtpPorts,
    {
      messageId,
      from: await requesterOf(send, ticket),
      to: mailboxAddress,
      subject: 'Re: whatever it was',
      text: `answer-${name}`,
      inReplyTo: rfcMessageId,
    },
    until,
  );
  done.mails.push({ messageId, answers: ticket });
}

async function requesterOf(
  send: ReturnType<typeof aStubbornCaller>,
  ticket: number,
): Promise<string> {
  const { requester } = expectOk(await send('GET', `/tickets/${ticket}`), 200) as {
    requester: { email: string };
  };
  return requester.email;
}

/** Asked of the API, since anything else may be away just now. */
async function untilItsRunIsOver(desk: Desk, ticket: number, until: number): Promise<void> {
  const send = aStubbornCaller(desk.httpPorts, desk.apiKey, until);
  const path = `/flow-runs?flow=${threeCalls.slug}&ticket=${ticket}`;
  for (;;) {
    const { items } = expectOk(await send('GET', path), 200) as { items: { endedAt: unknown }[] };
    if (items.some(({ endedAt }) => endedAt)) return;
    if (Date.now() > until) throw new Error(`the run of ticket ${ticket} does not end`);
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
}

async function createTicket(
  desk: Desk,
  name: string,
  until: number,
  tags: readonly string[] = [],
): Promise<number> {
  const send = aStubbornCaller(desk.httpPorts, desk.apiKey, until);
  const answer = await send('POST', '/tickets', {
    title: `Ticket ${name}`,
    requester: { email: `${name}@customers.example.net` },
    tags,
  });
  return expectOk(answer, 201)['number'] as number;
}

export function expectOk({ status, body }: Answer, wanted: number): Answer['body'] {
  if (status !== wanted) throw new Error(`answered ${status}: ${JSON.stringify(body)}`);
  return body;
}

/** What several loads on one desk were promised together. */
export function together(loads: readonly Acknowledged[]): Acknowledged {
  return {
    tickets: loads.flatMap((load) => load.tickets),
    notes: loads.flatMap((load) => load.notes),
    urgentChanges: loads.flatMap((load) => load.urgentChanges),
    replies: loads.flatMap((load) => load.replies),
    mails: loads.flatMap((load) => load.mails),
    calling: loads.flatMap((load) => load.calling),
  };
}

/** Does `count` things, `width` at a time. */
export async function inParallel<T>(
  width: number,
  count: number,
  work: (index: number) => Promise<T>,
): Promise<T[]> {
  const results: T[] = [];
  let next = 0;
  await Promise.all(
    Array.from({ length: Math.min(width, count) }, async () => {
      while (next < count) {
        const index = next;
        next += 1;
        results[index] = await work(index);
      }
    }),
  );
  return results;
}
