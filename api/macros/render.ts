import { macroChanges, renderMacroText } from '../../automation/render-macro';
import type { Macro } from '../../db/macro-store';
import type { ChangesAlong } from '../../domain/ticket/command';
import { TemplateError } from '../../flows/templates/template-error';
import type { ApiDeps } from '../deps';
import type { Principal } from '../http/principal';
import { invalidInput } from '../http/validate';

/** A macro as one agent uses it on one ticket. */
export async function renderMacro(
  { db, publicUrl }: ApiDeps,
  macro: Macro,
  ticket: number,
  { name, email, kind, id }: Principal,
): Promise<{ text: string; changes: ChangesAlong }> {
  const user = { agent: { name, email }, id: kind === 'key' ? null : id };
  try {
    const text = await renderMacroText(db, macro, user, { ticket, publicUrl });
    const changes = macroChanges(macro, user);
    if (changes) return { text, changes };
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error;
    throw invalidInput([{ path: 'text', message: error.message }]);
  }
  const message = 'it assigns to whoever uses it, and an API key is no agent';
  throw invalidInput([{ path: 'changes.assignee', message }]);
}
