import {
  createSavedView,
  deleteSavedView,
  findSavedView,
  listSavedViews,
  updateSavedView,
  type SavedView,
} from '../../db/view-store';
import { allTeams } from '../../db/team-store';
import type { Transaction } from '../../db/database';
import { DomainError } from '../../domain/domain-error';
import { countTickets } from '../../tickets/list-tickets';
import { authorize } from '../http/authorize';
import { defineRoute, type AnyCall } from '../http/define-route';
import { idParams } from '../http/fields';
import { once } from '../http/idempotency';
import { may } from '../http/permissions';
import type { Principal } from '../http/principal';
import { created, noContent, ok } from '../http/reply';
import { invalidInput } from '../http/validate';
import { orNotFound } from '../people/not-found';
import { fieldFilter, listFilter, sortOf } from '../tickets/list-filter';
import { ticketFilter } from '../tickets/schema';
import {
  mostCounted,
  newViewBody,
  viewChangeBody,
  viewCounts,
  viewList,
  viewSchema,
} from './schema';

const one = '/api/v1/views/:id';

export const viewRoutes = [
  defineRoute({
    method: 'get',
    path: '/api/v1/views',
    summary: 'Saved views: everybody’s, one’s teams’ and one’s own',
    access: 'views.read',
    responses: { 200: viewList },
    async handler({ deps, principal }) {
      const views = await listSavedViews(deps.db, principal.id);
      return ok({ items: views.map((view) => present(view, principal)) });
    },
  }),
  defineRoute({
    method: 'get',
    path: '/api/v1/views/counts',
    summary: 'How many tickets each view shows now',
    access: 'views.read',
    responses: { 200: viewCounts },
    async handler({ deps, principal }) {
      const views = (await listSavedViews(deps.db, principal.id)).flatMap((view) => {
        const filter = ticketFilter.safeParse(view.filter);
        // What an older release stored and this one does not know, and an API key's "me".
        const known =
          filter.success &&
          !(principal.kind === 'key' && [filter.data.assignee, filter.data.watcher].includes('me'));
        return known ? [{ id: view.id, filter: filter.data }] : [];
      });
      const filters = await Promise.all(
        views.map(({ filter }) => listFilter(deps.db, filter, principal)),
      );
      const counts = await countTickets(deps.db, filters, mostCounted);
      return ok({ counts: Object.fromEntries(views.map(({ id }, index) => [id, counts[index]])) });
    },
  }),
  defineRoute({
    method: 'post',
    path: '/api/v1/views',
    summary: 'Save a view',
    access: 'views.write',
    body: newViewBody,
    responses: { 201: viewSchema },
    handler: (call) =>
      once(call, async (transaction) => {
        const { deps, principal, body } = call;
        mayShare(principal, body.visibility);
        await checkTeam(call, body.teamId);
        await checkFields(call, body);
        const view = await createSavedView(deps.db, principal.id, body, transaction);
        return created(present(view, principal));
      }),
  }),
  defineRoute({
    method: 'patch',
    path: one,
    summary: 'Change a view of one’s own; an admin, any that all see',
    access: 'views.write',
    params: idParams,
    body: viewChangeBody,
    responses: { 200: viewSchema },
    handler: (call) =>
      once(call, async (transaction) => {
        const { deps, principal, params, body } = call;
        const { ownerId } = await mayChange(call, params.id, transaction);
        mayShare(principal, body.visibility);
        await checkTeam(call, body.teamId);
        await checkFields(call, body);
        const forFewer = body.visibility !== undefined && body.visibility !== 'all';
        if (ownerId === null && forFewer) throw nobodysAlone();
        return ok(present(await updateSavedView(deps.db, params.id, body, transaction), principal));
      }),
  }),
  defineRoute({
    method: 'delete',
    path: one,
    summary: 'Remove a view of one’s own; an admin, any that all see',
    access: 'views.write',
    params: idParams,
    responses: { 204: null },
    handler: (call) =>
      once(call, async (transaction) => {
        await mayChange(call, call.params.id, transaction);
        await deleteSavedView(call.deps.db, call.params.id, transaction);
        return noContent();
      }),
  }),
];

function present(view: SavedView, principal: Principal): object {
  return { ...view, mayChange: isTheirs(view, principal) };
}

/** One shows a view to a team of one's own; an admin, to any. */
async function checkTeam(
  { deps, principal }: Pick<AnyCall, 'deps' | 'principal'>,
  teamId: string | null | undefined,
): Promise<void> {
  if (!teamId) return;
  const team = (await allTeams(deps.db)).find(({ id }) => id === teamId);
  const isMember = team?.members.some(({ id }) => id === principal.id) ?? false;
  if (team && (isMember || may(principal, 'views.manage'))) return;
  const message = team ? 'you are not in this team' : 'there is no such team';
  throw invalidInput([{ path: 'teamId', message }]);
}

/** Custom fields that it names must be there. */
async function checkFields(
  { deps }: Pick<AnyCall, 'deps'>,
  { filter = {}, sort }: { filter?: Record<string, string> | undefined; sort?: string | undefined },
): Promise<void> {
  await fieldFilter(deps.db, filter, 'filter.');
  if (sort !== undefined) await sortOf(deps.db, sort);
}

/** Another's private view is not there for anybody else, an admin included. */
async function mayChange(
  { deps, principal }: AnyCall,
  id: string,
  transaction: Transaction,
): Promise<SavedView> {
  const view = orNotFound(await findSavedView(deps.db, id, transaction), 'view');
  if (isTheirs(view, principal)) return view;
  if (view.visibility === 'private') orNotFound(null, 'view');
  throw new DomainError('not-allowed', 'This view is another’s: save one of your own from it.');
}

/** Who may only read keeps views for themselves. */
function mayShare(principal: Principal, visibility: SavedView['visibility'] | undefined): void {
  if (visibility !== undefined && visibility !== 'private') authorize('views.share', principal);
}

/** Without an owner, nobody would see it any more. */
function nobodysAlone(): DomainError {
  const message = 'a view that came with the product stays everybody’s; remove it instead';
  return invalidInput([{ path: 'visibility', message }]);
}

function isTheirs(view: SavedView, { id, role }: Principal): boolean {
  if (view.visibility !== 'private' && may({ role }, 'views.manage')) return true;
  return view.ownerId === id && (view.visibility === 'private' || may({ role }, 'views.share'));
}
