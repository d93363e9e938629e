import type {
  ActionContext,
  FoundCustomer,
  FoundTicket,
  HttpAnswer,
} from '../../plugins/kit/action';

/** Ports that remember what they were asked; requests are answered as given. */
export function aContext({
  status = 200,
  ...answered
}: Partial<HttpAnswer> & { customer?: FoundCustomer } = {}): {
  ctx: ActionContext;
  calls: [string, unknown][];
} {
  const calls: [string, unknown][] = [];
  const remember = <T>(what: string, about: unknown, answer: T): Promise<T> => {
    calls.push([what, about]);
    return Promise.resolve(answer);
  };
  const { customer, ...given } = answered;
  const answer: HttpAnswer = { status, headers: {}, body: '', ...given };
  const ctx: ActionContext = {
    idempotencyKey: 'the-key',
    flow: 'a-flow',
    run: 'a-flow.1042.2',
    step: 'a-step',
    values: () => Promise.resolve({ ticket: { number: 1042 } }),
    ticket: {
      update: (fields) => remember('update', fields, { changed: true }),
      setFields: (fields) => remember('fields', fields, { changed: true }),
      changeTags: (tags) => remember('tags', tags, { changed: true }),
      assign: (to) =>
        remember('assign', to, {
          assigneeId: 'agentId' in to ? to.agentId : 'agent-9',
          changed: true,
        }),
      snooze: (until) => remember('snooze', until, { until, changed: true }),
      addNote: (text) => remember('note', text, { messageId: 'message-1' }),
    },
    people: {
      findAgent: (name) => Promise.resolve(name === 'lead@example.com' ? { id: 'agent-7' } : null),
      findTeam: (name) => Promise.resolve(name === 'Billing' ? { id: 'team-3' } : null),
    },
    mail: {
      queue: (mail) => remember('mail', mail, { deliveryId: 'delivery-1' }),
      reply: (reply) => remember('reply', reply, { messageId: 'message-2' }),
    },
    newTicket: { create: (ticket) => remember('create', ticket, { number: 1043 }) },
    macros: { run: (macro) => remember('macro', macro, { messageId: 'message-3' }) },
    http: { send: (request) => remember('http', request, answer) },
    connections: { send: (name, request) => remember(`http by ${name}`, request, answer) },
    tickets: {
      find: (query) => remember('tickets', query, { count: 2, tickets: [7, 5].map(aFoundTicket) }),
    },
    customers: { find: (by) => remember('customer', by, customer ?? null) },
    notifications: { tell: (what) => remember('notification', what, { told: 2 }) },
    webhooks: { sign: () => Promise.resolve('v1,signed') },
    log: { info: () => undefined, warn: () => undefined },
  };
  return { ctx, calls };
}

export function aFoundTicket(number: number): FoundTicket {
  return {
    ...{ number, title: 'Late parcel', status: 'open', priority: 'medium' },
    ...{ requester: 'Mia Customer', assignee: null, url: `http://desk/tickets/${number}` },
    ...{ createdAt: '2026-11-23T12:00:00.000Z', updatedAt: '2026-11-23T12:00:00.000Z' },
  };
}
