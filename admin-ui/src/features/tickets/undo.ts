import { api, newIdempotencyKey } from '../../api/client';
import { answerOf } from '../../api/problem';
import type { BulkChange, BulkRequest, BulkResult, Ticket, TicketChange } from '../../api/types';
import { i18n } from '../../i18n';
import { showDone, showRefusal, showUndo } from '../../common/toasts';

type OnlyIf = NonNullable<BulkRequest['onlyIf']>;

export interface ChangeOfMany {
  numbers: number[];
  change: BulkChange;
  /** What each must still have; one that has another value by now stays as it is. */
  onlyIf?: OnlyIf;
}

/** As many as the API takes in one request. */
const mostAtOnce = 1_000;

/** The last change of this tab, until it is undone or another comes. */
let last: (() => void) | null = null;

/** Takes the last change back; nothing happens when there is none. */
export function undoLast(): void {
  const taken = last;
  last = null;
  taken?.();
}

/** What one agent has done is not the next one's to take back at the same screen. */
export function forgetLast(): void {
  last = null;
}

/** Says what was done and, when something was, offers to take it back. */
export function offerUndo(message: string, inverses: ChangeOfMany[]): void {
  if (inverses.length === 0) {
    showDone(message);
    return;
  }
  offer(message, () => carryOut(inverses));
}

/** The same for what is no change of fields; `work` takes it back. */
export function offerToUndo(message: string, work: () => Promise<void>): void {
  offer(message, async () => {
    try {
      await work();
      showDone(i18n.t('undo.done'));
    } catch (error) {
      showRefusal(i18n.t('undo.failed'), error as Error);
    }
  });
}

function offer(message: string, work: () => Promise<void>): void {
  const undo = (): void => {
    if (last === undo) last = null;
    hide();
    void work();
  };
  last = undo;
  const hide = showUndo(message, undo);
}

async function carryOut(inverses: ChangeOfMany[]): Promise<void> {
  try {
    const results = (await Promise.all(inverses.map(changeMany))).flat();
    const refused = results.filter((one) => !one.ok);
    if (refused.length === 0) showDone(i18n.t('undo.done'));
    else {
      const why = refused.map((one) => `#${one.number}: ${'detail' in one ? one.detail : ''}`);
      showRefusal(i18n.t('undo.partly', { count: refused.length }), new Error(why.join(' ')));
    }
  } catch (error) {
    showRefusal(i18n.t('undo.failed'), error as Error);
  }
}

/** The same change to many tickets; a result for each. */
export async function changeMany({ numbers, ...asked }: ChangeOfMany): Promise<BulkResult[]> {
  const results: BulkResult[] = [];
  for (let from = 0; from < numbers.length; from += mostAtOnce) {
    const answer = await answerOf(
      api.POST('/api/v1/tickets/bulk', {
        params: { header: { 'Idempotency-Key': newIdempotencyKey() } },
        body: { numbers: numbers.slice(from, from + mostAtOnce), ...asked },
      }),
    );
    results.push(...answer.results);
  }
  return results;
}

/**
 * What puts tickets back as they were before a change: one change for each value that there was.
 * What others changed meanwhile stays: a ticket must still have the value that the change gave it,
 * and tags are given and taken.
 */
export function inverseOf(before: readonly Ticket[], change: BulkChange): ChangeOfMany[] {
  const groups = new Map<string, ChangeOfMany>();
  for (const ticket of before) {
    const inverse = inverseFor(ticket, change);
    if (Object.keys(inverse).length === 0) continue;
    const key = JSON.stringify(inverse);
    const group = groups.get(key) ?? {
      numbers: [],
      change: inverse,
      onlyIf: given(change, inverse),
    };
    group.numbers.push(ticket.number);
    groups.set(key, group);
  }
  return [...groups.values()];
}

/** True for a change that `inverseOf` knows to take back whole. */
export function canUndo(change: TicketChange): boolean {
  const known = ['status', 'priority', 'assigneeId', 'teamId', 'tags', 'escalation', 'removed'];
  return Object.keys(change).every((field) => known.includes(field));
}

/** What the change set of the fields that its inverse puts back. */
function given(change: BulkChange, inverse: BulkChange): OnlyIf {
  const names = (
    ['status', 'priority', 'assigneeId', 'teamId', 'escalation', 'removed'] as const
  ).filter((name) => name in inverse);
  return Object.fromEntries(names.map((name) => [name, change[name]]));
}

function inverseFor(ticket: Ticket, change: BulkChange): BulkChange {
  const inverse: BulkChange = {};
  if (change.status && change.status !== ticket.status) inverse.status = ticket.status;
  if (change.priority && change.priority !== ticket.priority) inverse.priority = ticket.priority;
  if (change.escalation !== undefined && change.escalation !== ticket.escalation) {
    inverse.escalation = ticket.escalation;
  }
  if (change.removed !== undefined && change.removed !== ticket.removed) {
    inverse.removed = ticket.removed;
  }
  const assigneeId = ticket.assignee?.id ?? null;
  if (change.assigneeId !== undefined && change.assigneeId !== assigneeId) {
    inverse.assigneeId = assigneeId;
  }
  const teamId = ticket.team?.id ?? null;
  if (change.teamId !== undefined && change.teamId !== teamId) inverse.teamId = teamId;
  const added = change.tags ?? change.addTags ?? [];
  const kept = change.tags;
  const removed = kept
    ? ticket.tags.filter((tag) => !kept.includes(tag))
    : (change.removeTags ?? []).filter((tag) => ticket.tags.includes(tag));
  const fresh = added.filter((tag) => !ticket.tags.includes(tag));
  if (fresh.length > 0) inverse.removeTags = fresh;
  if (removed.length > 0) inverse.addTags = removed;
  return inverse;
}
