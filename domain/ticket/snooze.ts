import type { Change } from './command';
import type { Changes, snoozeEvents } from './event';
import type { Refusal } from './refusal';
import type { Status } from './status';
import type { TicketState } from './ticket';

const longestMs = 366 * 24 * 3_600_000;

interface SnoozeDraft {
  type: (typeof snoozeEvents)[number];
  changes: Changes;
}

/** Puts it out of the way until then, or with null brings it back; nothing when it already is so. */
export function snoozeDrafts(state: TicketState, until: string | null): SnoozeDraft[] {
  const from = state.snoozedUntil ?? null;
  if (from === until) return [];
  return [
    {
      type: until === null ? 'ticket.woken' : 'ticket.snoozed',
      changes: { snoozedUntil: { from, to: until } },
    },
  ];
}

/** What is done with needs no snooze. */
export function endOfSnooze(state: TicketState, status: Status | undefined): SnoozeDraft[] {
  return status === 'resolved' || status === 'closed' ? snoozeDrafts(state, null) : [];
}

/** For a year at most, and only what is still to be dealt with. `at` is now. */
export function refusalToSnooze(state: TicketState, change: Change, at: string): Refusal | null {
  if (change.type !== 'snooze') return null;
  if (state.status === 'resolved') {
    return {
      code: 'snooze-not-possible',
      message: `Ticket ${state.number} is resolved; only one that is still to be dealt with can be snoozed.`,
    };
  }
  const ahead = Date.parse(change.until) - Date.parse(at);
  if (ahead > 0 && ahead <= longestMs) return null;
  return {
    code: 'snooze-not-possible',
    message: 'A ticket is snoozed until a moment to come, a year ahead at most.',
    problems: [{ path: 'until', message: 'this must be a moment to come, a year ahead at most' }],
  };
}
