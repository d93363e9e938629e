import { readTicketValues } from '../../automation/template-values';
import type { Macro } from '../../db/macro-store';
import type { ChangesAlong } from '../../domain/ticket/command';
import { TemplateError } from '../../flows/templates/template-error';
import { renderTemplate } from '../../flows/templates/template';
import type { ApiDeps } from '../deps';
import type { Principal } from '../http/principal';
import { invalidInput } from '../http/validate';

/** A macro as one agent uses it on one ticket: plain text, which is escaped where it becomes HTML. */
export async function renderMacro(
  deps: ApiDeps,
  macro: Macro,
  ticket: number,
  principal: Principal,
): Promise<{ text: string; changes: ChangesAlong }> {
  const values = await readTicketValues(deps.db, ticket, deps.publicUrl);
  const { name, email } = principal;
  return {
    text: rendered(macro.text, { ...values, agent: { name, email } }),
    changes: changesFor(macro, principal),
  };
}

function rendered(text: string, values: Record<string, unknown>): string {
  try {
    return renderTemplate(text, 'text', values);
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error;
    throw invalidInput([{ path: 'text', message: error.message }]);
  }
}

function changesFor({ changes }: Macro, { kind, id }: Principal): ChangesAlong {
  const { assignee, ...others } = changes;
  if (assignee === undefined) return others;
  if (assignee === 'me' && kind === 'key') {
    const message = 'it assigns to whoever uses it, and an API key is no agent';
    throw invalidInput([{ path: 'changes.assignee', message }]);
  }
  return { ...others, assigneeId: assignee === 'me' ? id : assignee };
}
