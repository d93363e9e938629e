import { api, newIdempotencyKey } from '../../api/client';
import { answerOf } from '../../api/problem';
import type { BulkChange, Ticket, TicketChange } from '../../api/types';
import { i18n } from '../../i18n';
import { showDone, showRefusal, showUndo } from '../../shared/toasts';

export interface ChangeOfMany {
  numbers: number[];
  change: BulkChange;
}

/** The last change of this tab, until it is undone or another comes. */
let last: { undo: () => Promise<void> } | null = null;

/** Takes the last change back; nothing happens when there is none. */
export function undoLast(): void {
  const taken = last;
  last = null;
  void taken?.undo();
}

/** Says what was done and offers to take it back. */
export function offerUndo(message: string, inverses: ChangeOfMany[]): void {
  const offered = { undo: () => carryOut(inverses) };
  last = offered;
  showUndo(message, () => {
    if (last === offered) last = null;
    void offered.undo();
  });
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
export async function changeMany({ numbers, change }: ChangeOfMany) {
  const { results } = await answerOf(
    api.POST('/api/v1/tickets/bulk', {
      params: { header: { 'Idempotency-Key': newIdempotencyKey() } },
      body: { numbers, change },
    }),
  );
  return results;
}

/**
 * What puts tickets back as they were before a change: one change for each value that there was.
 * Tags are given and taken, so that those that others changed meanwhile stay.
 */
export function inverseOf(before: readonly Ticket[], change: BulkChange): ChangeOfMany[] {
  const groups = new Map<string, ChangeOfMany>();
  for (const ticket of before) {
    const inverse = inverseFor(ticket, change);
    if (Object.keys(inverse).length === 0) continue;
    const key = JSON.stringify(inverse);
    const group = groups.get(key) ?? { numbers: [], change: inverse };
    group.numbers.push(ticket.number);
    groups.set(key, group);
  }
  return [...groups.values()];
}

/** True for a change that `inverseOf` knows to take back whole. */
export function canUndo(change: TicketChange): boolean {
  const known = ['status', 'priority', 'assigneeId', 'tags'];
  return Object.keys(change).every((field) => known.includes(field));
}

function inverseFor(ticket: Ticket, change: BulkChange): BulkChange {
  const inverse: BulkChange = {};
  if (change.status && change.status !== ticket.status) inverse.status = ticket.status;
  if (change.priority && change.priority !== ticket.priority) inverse.priority = ticket.priority;
  const assigneeId = ticket.assignee?.id ?? null;
  if (change.assigneeId !== undefined && change.assigneeId !== assigneeId) {
    inverse.assigneeId = assigneeId;
  }
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
