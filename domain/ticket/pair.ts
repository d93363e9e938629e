import type { Change } from './command';
import { fieldEvents, type Changes, type TicketEventType } from './event';
import type { TicketLink } from './link';
import { maxTags, type TicketState } from './ticket';

/** A change of one ticket that comes together with one of another. */
export type PairChange = Extract<
  Change,
  { type: 'merge-into' | 'unmerge' | 'take-in' | 'give-back' | 'link' | 'unlink' }
>;

interface PairDraft {
  type: TicketEventType;
  changes: Changes;
}

/** What such a change does to this one of the two; nothing when it already is as asked. */
export function pairDrafts(state: TicketState, change: PairChange): PairDraft[] {
  switch (change.type) {
    case 'merge-into':
      return [
        {
          type: 'ticket.merged',
          changes: { mergedInto: { from: null, to: change.target }, ...statusTo(state, 'closed') },
        },
      ];
    case 'unmerge':
      return [
        {
          type: 'ticket.unmerged',
          changes: {
            mergedInto: { from: state.mergedInto, to: null },
            ...statusTo(state, change.status),
          },
        },
      ];
    case 'take-in':
      return [
        mergesDraft(state, 'ticket.merge_added', [...mergedFromOf(state), change.source]),
        ...tagsDraft(state, [...state.tags, ...change.tags]),
      ];
    case 'give-back':
      if (!mergedFromOf(state).includes(change.source)) return [];
      return [
        mergesDraft(
          state,
          'ticket.merge_removed',
          mergedFromOf(state).filter((number) => number !== change.source),
        ),
        ...tagsDraft(
          state,
          state.tags.filter((tag) => !change.tags.includes(tag)),
        ),
      ];
    case 'link':
      return linksDraft(state, [...otherLinks(state, change.link.number), change.link]);
    case 'unlink':
      return linksDraft(state, otherLinks(state, change.number));
  }
}

function statusTo(state: TicketState, to: TicketState['status']): Changes {
  return state.status === to ? {} : { status: { from: state.status, to } };
}

function mergesDraft(
  state: TicketState,
  type: 'ticket.merge_added' | 'ticket.merge_removed',
  to: number[],
): PairDraft {
  return { type, changes: { mergedFrom: { from: mergedFromOf(state), to } } };
}

function tagsDraft({ tags }: TicketState, asked: string[]): PairDraft[] {
  const to = [...new Set(asked)].slice(0, maxTags);
  if (to.length === tags.length) return [];
  return [{ type: fieldEvents.tags, changes: { tags: { from: tags, to } } }];
}

function linksDraft(state: TicketState, to: TicketLink[]): PairDraft[] {
  const from = linksOf(state);
  const words = (links: TicketLink[]): string =>
    links.map(({ kind, number }) => `${kind} ${number}`).join();
  if (words(from) === words(to)) return [];
  return [{ type: 'ticket.links_changed', changes: { links: { from, to } } }];
}

function otherLinks(state: TicketState, number: number): TicketLink[] {
  return linksOf(state).filter((link) => link.number !== number);
}

/** Absent in tickets whose events are older than merging. */
function mergedFromOf({ mergedFrom }: Partial<TicketState>): number[] {
  return mergedFrom ?? [];
}

/** Absent in tickets whose events are older than links. */
export function linksOf({ links }: Partial<TicketState>): TicketLink[] {
  return links ?? [];
}
