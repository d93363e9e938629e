import type { z } from 'zod';
import { allCustomFields } from '../../db/custom-field-store';
import {
  createMacro,
  deleteMacro,
  findMacro,
  isTeamMember,
  listMacros,
  replaceMacro,
  type Macro,
  type MacroFields,
  type MacroViewer,
} from '../../db/macro-store';
import type { Transaction } from '../../db/database';
import { DomainError } from '../../domain/domain-error';
import { templateProblems } from '../../flows/templates/check-template';
import { macroVariables } from '../../flows/templates/variables';
import { defineRoute, type AnyCall } from '../http/define-route';
import { idParams } from '../http/fields';
import { once } from '../http/idempotency';
import { may } from '../http/permissions';
import type { Principal } from '../http/principal';
import { created, noContent, ok } from '../http/reply';
import { invalidInput } from '../http/validate';
import { orNotFound } from '../people/not-found';
import { checkAssignee, checkTeam } from '../tickets/people';
import { renderMacro } from './render';
import { macroBody, macroList, macroSchema, renderBody, renderedMacro } from './schema';

const one = '/api/v1/macros/:id';

export const macroRoutes = [
  defineRoute({
    method: 'get',
    path: '/api/v1/macros',
    summary: 'The macros that one sees: everybody’s, those of one’s teams, and one’s own',
    access: 'macros.read',
    responses: { 200: macroList },
    async handler({ deps, principal }) {
      const macros = await listMacros(deps.db, viewerOf(principal));
      return ok({ items: macros.map((macro) => present(macro, principal)) });
    },
  }),
  defineRoute({
    method: 'post',
    path: '/api/v1/macros',
    summary: 'Add a macro',
    access: 'macros.write',
    body: macroBody,
    responses: { 201: macroSchema },
    async handler(call) {
      const fields = await checkedFields(call, call.body);
      return once(call, async (transaction) => {
        const { deps, principal } = call;
        const macro = await createMacro(deps.db, principal.id, fields, transaction);
        return created(present(macro, principal));
      });
    },
  }),
  defineRoute({
    method: 'put',
    path: one,
    summary: 'Put another macro in place of one’s own; an admin, of any that others see',
    access: 'macros.write',
    params: idParams,
    body: macroBody,
    responses: { 200: macroSchema },
    async handler(call) {
      const fields = await checkedFields(call, call.body);
      return once(call, async (transaction) => {
        const { deps, principal, params } = call;
        await mayChange(call, params.id, transaction);
        return ok(present(await replaceMacro(deps.db, params.id, fields, transaction), principal));
      });
    },
  }),
  defineRoute({
    method: 'delete',
    path: one,
    summary: 'Remove a macro of one’s own; an admin, any that others see',
    access: 'macros.write',
    params: idParams,
    responses: { 204: null },
    handler: (call) =>
      once(call, async (transaction) => {
        await mayChange(call, call.params.id, transaction);
        await deleteMacro(call.deps.db, call.params.id, transaction);
        return noContent();
      }),
  }),
  defineRoute({
    method: 'post',
    path: '/api/v1/macros/:id/render',
    summary: 'A macro’s text with the values of a ticket, and what it changes; changes nothing',
    access: 'macros.write',
    params: idParams,
    body: renderBody,
    responses: { 200: renderedMacro },
    async handler({ deps, params, body, principal }) {
      const found = await findMacro(deps.db, params.id, viewerOf(principal));
      return ok(await renderMacro(deps, orNotFound(found, 'macro'), body.ticket, principal));
    },
  }),
];

function viewerOf({ id, role }: Principal): MacroViewer {
  return { id, all: may({ role }, 'macros.manage') };
}

function present(macro: Macro, principal: Principal): object {
  return { ...macro, mayChange: isTheirs(macro, principal) };
}

function isTheirs(macro: Macro, { id, role }: Principal): boolean {
  const manages = macro.visibility !== 'private' && may({ role }, 'macros.manage');
  return macro.ownerId === id || manages;
}

async function mayChange(
  { deps, principal }: AnyCall,
  id: string,
  transaction: Transaction,
): Promise<void> {
  const macro = await findMacro(deps.db, id, viewerOf(principal), transaction);
  if (isTheirs(orNotFound(macro, 'macro'), principal)) return;
  throw new DomainError('not-allowed', 'This macro is another’s: make one of your own from it.');
}

/** Refuses placeholders, people and teams that there are not, each with its path. */
async function checkedFields(
  { deps, principal }: AnyCall,
  body: z.output<typeof macroBody>,
): Promise<MacroFields> {
  const variables = macroVariables(await allCustomFields(deps.db));
  const problems = templateProblems(body.text, 'text', variables);
  if (problems.length > 0) {
    throw invalidInput(problems.map((message) => ({ path: 'text', message })));
  }
  const { assignee } = body.changes;
  if (assignee !== 'me') await checkAssignee(deps, assignee, 'changes.assignee');
  await checkTeam(deps, body.changes.teamId, 'changes.teamId');
  await checkTeam(deps, body.teamId);
  if (body.teamId && !viewerOf(principal).all) {
    const isMember = await isTeamMember(deps.db, body.teamId, principal.id);
    if (!isMember) throw invalidInput([{ path: 'teamId', message: 'you are not in this team' }]);
  }
  return body as MacroFields;
}
