import type { Database } from '../db/database';
import type { Macro } from '../db/macro-store';
import type { ChangesAlong } from '../domain/ticket/command';
import { renderTemplate } from '../flows/templates/template';
import { readTicketValues } from './template-values';

/** Whoever uses a macro: `agent` is what its text says of them, `id` who `me` is; null: no agent. */
export interface MacroUser {
  agent: { name: string; email: string | null };
  id: string | null;
}

/**
 * A macro as somebody uses it on a ticket: plain text, which is escaped where it becomes HTML.
 * Throws `TemplateError`.
 */
export async function renderMacroText(
  db: Database,
  { text }: Pick<Macro, 'text'>,
  { agent }: Pick<MacroUser, 'agent'>,
  on: { ticket: number; publicUrl: string },
): Promise<string> {
  const values = await readTicketValues(db, on.ticket, on.publicUrl);
  return renderTemplate(text, 'text', { ...values, agent });
}

/** What a macro changes, or null: it assigns to whoever uses it, and that is no agent. */
export function macroChanges(
  { changes }: Pick<Macro, 'changes'>,
  { id }: Pick<MacroUser, 'id'>,
): ChangesAlong | null {
  const { assignee, ...others } = changes;
  if (assignee === undefined) return others;
  if (assignee !== 'me') return { ...others, assigneeId: assignee };
  return id === null ? null : { ...others, assigneeId: id };
}
