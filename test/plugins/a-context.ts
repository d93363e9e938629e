import type { ActionContext } from '../../plugins/kit/action';

/** Ports that remember what they were asked; webhooks are answered with `status`. */
export function aContext({ status = 200 } = {}): {
  ctx: ActionContext;
  calls: [string, unknown][];
} {
  const calls: [string, unknown][] = [];
  const remember = <T>(what: string, about: unknown, answer: T): Promise<T> => {
    calls.push([what, about]);
    return Promise.resolve(answer);
  };
  const ctx: ActionContext = {
    idempotencyKey: 'the-key',
    flow: 'a-flow',
    run: 'a-flow.1042.2',
    step: 'a-step',
    values: () => Promise.resolve({ ticket: { number: 1042 } }),
    ticket: {
      number: 1042,
      update: (fields) => remember('update', fields, { changed: true }),
      addNote: (text) => remember('note', text, { messageId: 'message-1' }),
    },
    people: {
      findAgent: (name) => Promise.resolve(name === 'lead@example.com' ? { id: 'agent-7' } : null),
    },
    mail: { queue: (mail) => remember('mail', mail, { deliveryId: 'delivery-1' }) },
    http: { send: (request) => remember('http', request, { status }) },
    webhooks: { sign: () => Promise.resolve('v1,signed') },
    log: { info: () => undefined, warn: () => undefined },
  };
  return { ctx, calls };
}
