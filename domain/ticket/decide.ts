import { fieldsChanged, type CustomFields } from '../custom-field/value';
import type { Actor, Change, ChangesAlong, Command, FieldChanges, NewTicket } from './command';
import {
  fieldEvents,
  ratingEvent,
  type Changes,
  type TicketEvent,
  type TicketEventType,
} from './event';
import { evolve } from './evolve';
import { maxLinks } from './link';
import { linksOf, pairDrafts } from './pair';
import type { Refusal } from './refusal';
import { replyToReopenFor } from './reopen';
import { endOfSnooze, refusalToSnooze, snoozeDrafts } from './snooze';
import { canMove, statusTable, type Status } from './status';
import { maxTags, type TicketFacts, type TicketState } from './ticket';

export type Decision =
  { ok: true; events: TicketEvent[]; ticket: TicketState } | { ok: false; refusal: Refusal };

/**
 * What a command does to a ticket: the events in order and the ticket after them, or why not.
 * Pure: `at` is the time (ISO 8601, UTC) and `number` the ticket's, given by the caller. No
 * events means that everything already is as asked.
 */
export function decide(
  state: TicketState | null,
  command: Command,
  { at, number }: { at: string; number: number },
): Decision {
  const change = command.change;
  if (change.type !== 'create') {
    if (!state) return refuse('ticket-not-found', `There is no ticket ${number}.`);
    const refusal = refusalFor(state, command) ?? refusalToSnooze(state, change, at);
    if (refusal) return { ok: false, refusal };
  }

  const cause = { ...command.cause, commandId: command.id };
  const events: TicketEvent[] = [];
  let ticket = state;
  for (const draft of draftsFor(state, change)) {
    const seq: number = (ticket?.version ?? 0) + 1;
    const event = { ticket: number, seq, at, actor: command.actor, cause, ...draft };
    if (!ticket) event.changes = { ...event.changes, ...birth(number, at) };
    ticket = evolve(ticket, event);
    events.push({ ...event, facts: factsOf(ticket), customFields: ticket.customFields });
  }
  return { ok: true, events, ticket: ticket! };
}

/** The ticket without its free text. */
export function factsOf(ticket: TicketState): TicketFacts {
  const {
    title: _title,
    description: _description,
    customFields: _fields,
    mergedInto: _into,
    mergedFrom: _from,
    links: _links,
    ratingComment: _comment,
    ...facts
  } = ticket;
  return facts;
}

type Draft = Pick<TicketEvent, 'type' | 'changes' | 'messageId' | 'automatic' | 'reason'> & {
  actor?: Actor;
};

function refusalFor(
  state: TicketState,
  { change, expectedVersion, onlyIf = {} }: Command,
): Refusal | null {
  if (expectedVersion !== undefined && expectedVersion !== state.version) {
    return {
      code: 'version-conflict',
      message: `Ticket ${state.number} has changed since you read it (version ${state.version}, you had ${expectedVersion}); read it again and repeat.`,
    };
  }
  const names = Object.keys(onlyIf) as (keyof typeof onlyIf)[];
  if (names.some((name) => onlyIf[name] !== undefined && onlyIf[name] !== state[name])) {
    return {
      code: 'version-conflict',
      message: `Ticket ${state.number} was changed meanwhile, so it stays as it is.`,
    };
  }
  // A delivery's end is a fact about the past, and the workflow's wish to reopen knows when it is late.
  if (change.type === 'record-delivery' || change.type === 'reopen') return null;
  // The ticket's workflow wakes it in time, whatever it is by then.
  if (change.type === 'wake') return null;
  // Taking back undoes what was allowed, wherever the ticket went since.
  if (change.type === 'withdraw-reply') return null;
  const removed = state.removed ?? null;
  if (removed !== null && !isAllowedInBin(state, change)) {
    const where = removed === 'bin' ? 'in the bin' : 'marked as spam';
    const message = `Ticket ${state.number} is ${where}; restore it first.`;
    return { code: 'ticket-in-bin', message };
  }
  if (change.type === 'retry-reply') return null;
  // Undoing is always possible, also when this ticket was closed or merged since.
  if (change.type === 'give-back' || change.type === 'unlink') return null;

  const { number, mergedInto = null } = state;
  if (change.type === 'unmerge') {
    if (mergedInto !== null) return null;
    return { code: 'ticket-not-merged', message: `Ticket ${number} is not merged into another.` };
  }
  if (mergedInto !== null && !changesNothing(state, change)) {
    return {
      code: 'ticket-merged',
      message: `Ticket ${number} was merged into ${mergedInto}; go on there, or unmerge it first.`,
    };
  }
  // Most are asked when all is done, and a closed ticket still can be spoken of.
  if (change.type === 'rate') return null;
  const other = otherTicket(change);
  if (other === number) {
    const message = `Ticket ${number} cannot be joined with itself; name another one.`;
    return { code: 'ticket-is-the-same', message };
  }
  if (change.type === 'link' && linksOf(state).length >= maxLinks) {
    const message = `Ticket ${number} is linked with ${maxLinks} others, which is the most there can be.`;
    return { code: 'too-many-links', message };
  }
  if (change.type === 'merge-into' || change.type === 'link') return null;

  if (isRemovalAlone(change)) return null;

  const target = statusAskedFor(change);
  if (state.status === 'closed' && target !== 'open' && !changesNothing(state, change)) {
    return {
      code: 'ticket-closed',
      message: `Ticket ${state.number} is closed; set its status to open first.`,
    };
  }
  if (target && !canMove(state.status, target)) {
    const allowed = statusTable[state.status].next.join(', ');
    return {
      code: 'status-move-not-allowed',
      message: `A ticket that is ${state.status} cannot become ${target}; allowed: ${allowed}.`,
    };
  }
  return null;
}

/** Restoring, what the customer writes to a binned ticket, and the undoing of what joins two tickets. */
function isAllowedInBin(state: TicketState, change: Change): boolean {
  if (change.type === 'receive-reply') return state.removed === 'bin';
  if (change.type === 'give-back' || change.type === 'unlink') return true;
  if (change.type === 'update' && change.fields.removed === null) return true;
  return isRemovalAlone(change) || changesNothing(state, change);
}

function isRemovalAlone(change: Change): boolean {
  return change.type === 'update' && Object.keys(change.fields).join() === 'removed';
}

function otherTicket(change: Change): number | undefined {
  if (change.type === 'merge-into') return change.target;
  if (change.type === 'take-in') return change.source;
  return change.type === 'link' ? change.link.number : undefined;
}

function statusAskedFor(change: Change): Status | undefined {
  if (change.type === 'update') return change.fields.status;
  if (change.type === 'add-note') return change.along?.status;
  return change.type === 'add-reply' ? (change.setStatus ?? change.along?.status) : undefined;
}

function changesNothing(state: TicketState, change: Change): boolean {
  return change.type === 'update' && fieldDrafts(state, change.fields).length === 0;
}

function draftsFor(state: TicketState | null, change: Change): Draft[] {
  switch (change.type) {
    case 'create':
      return [creation(change.ticket, change.messageId)];
    case 'update':
      return [...fieldDrafts(state!, change.fields), ...endOfSnooze(state!, change.fields.status)];
    case 'add-note':
      return [
        about('message.note_added', change.messageId),
        ...draftsAlong(state!, change.along ?? {}),
      ];
    case 'add-forward':
      return [about('message.forwarded', change.messageId)];
    case 'add-reply':
      return [
        about('message.reply_added', change.messageId),
        ...draftsAlong(state!, {
          ...change.along,
          ...(change.setStatus ? { status: change.setStatus } : {}),
        }),
      ];
    case 'receive-reply':
      return [
        ...(state!.removed && !change.automatic ? [restoring(state!)] : []),
        { ...about('message.customer_replied', change.messageId), automatic: change.automatic },
        ...(change.automatic ? [] : snoozeDrafts(state!, null)),
      ];
    case 'snooze':
      return snoozeDrafts(state!, change.until);
    case 'wake': {
      if (state!.removed) return [];
      const isMeant = change.until === undefined || change.until === state!.snoozedUntil;
      return isMeant ? snoozeDrafts(state!, null) : [];
    }
    case 'reopen':
      return replyToReopenFor(state!) === change.messageId
        ? fieldDrafts(state!, { status: 'open' })
        : [];
    case 'record-delivery': {
      const draft = about(deliveryEvents[change.of ?? 'reply'][change.state], change.messageId);
      return [change.reason === undefined ? draft : { ...draft, reason: change.reason }];
    }
    case 'withdraw-reply': {
      const stands =
        change.setStatus?.seq === state!.statusSeq && (state!.mergedInto ?? null) === null;
      return [
        about('message.reply_withdrawn', change.messageId),
        ...(stands ? fieldDrafts(state!, { status: change.setStatus!.from }) : []),
      ];
    }
    case 'retry-reply':
      return [about(deliveryEvents[change.of ?? 'reply'].retried, change.messageId)];
    case 'rate':
      return ratingDrafts(state!, change);
    case 'merge-into':
      return [...snoozeDrafts(state!, null), ...pairDrafts(state!, change)];
    case 'unmerge':
    case 'take-in':
    case 'give-back':
    case 'link':
    case 'unlink':
      return pairDrafts(state!, change);
  }
}

function ratingDrafts(
  state: TicketState,
  { rating, comment }: Extract<Change, { type: 'rate' }>,
): Draft[] {
  if (state.rating === rating && (state.ratingComment ?? null) === comment) return [];
  return [{ type: ratingEvent, changes: changesTo(state, { rating, ratingComment: comment }) }];
}

const deliveryEvents = {
  reply: {
    sent: 'message.reply_delivered',
    failed: 'message.reply_failed',
    retried: 'message.reply_retried',
  },
  forward: {
    sent: 'message.forward_delivered',
    failed: 'message.forward_failed',
    retried: 'message.forward_retried',
  },
} as const;

function creation(ticket: NewTicket, messageId: string): Draft {
  const values = {
    teamId: null,
    customFields: {},
    links: [],
    ...ticket,
    status: 'open' as const,
  };
  return { type: 'ticket.created', changes: changesTo(null, values), messageId };
}

/** What every new ticket has besides its asked-for fields, so that its events alone give the row. */
function birth(number: number, at: string): Changes {
  return changesTo(null, {
    number,
    createdAt: at,
    customerReply: null,
    snoozedUntil: null,
    mergedInto: null,
    mergedFrom: [],
    removed: null,
    removedAt: null,
    rating: null,
    ratedAt: null,
    ratingComment: null,
    escalation: 0,
  });
}

/** What a customer writes to a binned ticket brings it back: nobody's words are lost. */
function restoring(state: TicketState): Draft {
  return {
    type: fieldEvents.removed,
    changes: changesTo(state, { removed: null }),
    actor: { type: 'system', id: 'bin', name: 'Ticketloom' },
  };
}

function about(type: TicketEventType, messageId: string): Draft {
  return { type, changes: {}, messageId };
}

/** Tags are added to those that the ticket has at this moment, up to as many as it may have. */
function draftsAlong(state: TicketState, { addTags = [], ...fields }: ChangesAlong): Draft[] {
  const tags = [...new Set([...state.tags, ...addTags])].slice(0, maxTags);
  return [
    ...fieldDrafts(state, addTags.length > 0 ? { ...fields, tags } : fields),
    ...endOfSnooze(state, fields.status),
  ];
}

/** One event for each field that really changes, in the table's order. */
function fieldDrafts(state: TicketState, asked: FieldChanges): Draft[] {
  const { customFields, ...fields } = asked;
  return [...plainDrafts(state, fields), ...customFieldDrafts(state, customFields ?? {})];
}

function customFieldDrafts(state: TicketState, patch: CustomFields): Draft[] {
  const { from, to } = fieldsChanged(state.customFields, patch);
  if (Object.keys(to).length === 0) return [];
  return [{ type: fieldEvents.customFields, changes: { customFields: { from, to } } }];
}

function plainDrafts(state: TicketState, fields: Omit<FieldChanges, 'customFields'>): Draft[] {
  const names = (Object.keys(fieldEvents) as (keyof typeof fieldEvents)[]).filter(
    (name) => name !== 'customFields',
  );
  return names
    .filter((name) => fields[name] !== undefined && !sameValue(fields[name], state[name] ?? null))
    .map((name) => ({
      type: fieldEvents[name],
      changes: changesTo(state, { [name]: fields[name] }),
    }));
}

function changesTo(state: TicketState | null, values: Partial<TicketState>): Changes {
  const names = Object.keys(values) as (keyof TicketState)[];
  return Object.fromEntries(
    names.map((name) => [name, { from: state?.[name] ?? null, to: values[name] ?? null }]),
  ) as Changes;
}

function sameValue(a: unknown, b: unknown): boolean {
  return a === b || JSON.stringify(canonical(a)) === JSON.stringify(canonical(b));
}

/** Keys in one order, so that values read back from storage compare equal to those sent. */
function canonical(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}

function refuse(code: Refusal['code'], message: string): Decision {
  return { ok: false, refusal: { code, message } };
}
