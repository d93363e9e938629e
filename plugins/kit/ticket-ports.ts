import type { CustomFields } from '../../domain/custom-field/value';
import type { AssignmentPick } from '../../domain/ticket/assignment';
import type { FieldChanges } from '../../domain/ticket/command';
import type { handmadeLinkKinds } from '../../domain/ticket/link';
import type { Priority } from '../../domain/ticket/priority';

export type ChangeableFields = Omit<FieldChanges, 'customFields' | 'requester' | 'removed'>;

/**
 * The run's ticket, changed in the Flow's name. All of it throws `ActionError` with the ticket's code
 * and sentence when the ticket refuses, `no-ticket` when the run has none, and has one effect however often it is asked under one key.
 */
export interface TicketPort {
  update(fields: ChangeableFields): Promise<{ changed: boolean }>;
  /** By slug; null empties a field. Throws `fields-not-valid` for values that do not fit. */
  setFields(fields: CustomFields): Promise<{ changed: boolean }>;
  /** Throws `too-many-tags` when the ticket would have more than it may. */
  changeTags(tags: { add: string[]; remove: string[] }): Promise<{ changed: boolean }>;
  /** Throws `nobody-to-pick` when there is nobody and no fallback. */
  assign(to: Assignment): Promise<{ assigneeId: string | null; changed: boolean }>;
  /** Out of the way until then (ISO 8601). Answers until when it is. */
  snooze(until: string): Promise<{ until: string; changed: boolean }>;
  addNote(text: string): Promise<{ messageId: string }>;
}

/** Whom a ticket is given to: this agent, nobody, or whoever is picked among a team or everybody. */
export type Assignment =
  | { agentId: string | null }
  | { pick: AssignmentPick; teamId: string | null; fallbackId: string | null };

export interface NewTicketPort {
  /** Opens one ticket that is linked with this one, both ways; asked again, it answers the same. */
  create(ticket: TicketToCreate): Promise<{ number: number }>;
}

export interface TicketToCreate {
  title: string;
  description: string;
  priority: Priority;
  /** `same`: this ticket's requester; else an e-mail address, which becomes a Lead if nobody has it. */
  requester: string;
  /** What this ticket is to the new one. */
  link: (typeof handmadeLinkKinds)[number];
  tags: string[];
  teamId: string | null;
  assigneeId: string | null;
}

export interface MacroPort {
  /**
   * Does what the macro says, its text as a reply or a note. Throws `macro-not-found`, and
   * `macro-not-for-flows` when it assigns to whoever uses it.
   */
  run(macro: { name: string; as: 'reply' | 'note' }): Promise<MacroDone>;
}

/** The message that its text became; `notSent` when it would have been a reply that may not go out. */
export interface MacroDone {
  messageId?: string;
  notSent?: 'only-machines-wrote';
}
