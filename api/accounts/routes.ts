import {
  createAccount,
  deleteAccount,
  findAccount,
  listAccounts,
  updateAccount,
} from '../../db/account-store';
import { defineRoute } from '../http/define-route';
import { idParams } from '../http/fields';
import { once } from '../http/idempotency';
import { created, noContent, ok } from '../http/reply';
import { listPeople } from '../people/list';
import { orNotFound, refuseRemoval } from '../people/not-found';
import { searchQuery } from '../people/schema';
import { accountPage, accountSchema, newAccountBody } from './schema';

const one = '/api/v1/accounts/:id';

export const accountRoutes = [
  defineRoute({
    method: 'get',
    path: '/api/v1/accounts',
    summary: 'Accounts by name',
    access: 'people.read',
    query: searchQuery,
    responses: { 200: accountPage },
    handler: ({ query, deps }) =>
      listPeople(deps, 'accounts', query, (page) => listAccounts(deps.db, page)),
  }),
  defineRoute({
    method: 'post',
    path: '/api/v1/accounts',
    summary: 'Add an account: the company that contacts belong to',
    access: 'people.write',
    body: newAccountBody,
    responses: { 201: accountSchema },
    handler: (call) =>
      once(call, async (transaction) =>
        created(await createAccount(call.deps.db, call.body, transaction)),
      ),
  }),
  defineRoute({
    method: 'get',
    path: one,
    summary: 'One account',
    access: 'people.read',
    params: idParams,
    responses: { 200: accountSchema },
    async handler({ params, deps }) {
      return ok(orNotFound(await findAccount(deps.db, params.id), 'account'));
    },
  }),
  defineRoute({
    method: 'patch',
    path: one,
    summary: 'Rename an account',
    access: 'people.write',
    params: idParams,
    body: newAccountBody,
    responses: { 200: accountSchema },
    async handler(call) {
      const { params, body, deps } = call;
      const reply = await once(call, async (transaction) =>
        ok(orNotFound(await updateAccount(deps.db, params.id, body, transaction), 'account')),
      );
      deps.directory.forget();
      return reply;
    },
  }),
  defineRoute({
    method: 'delete',
    path: one,
    summary: 'Remove an account that has no contacts',
    access: 'people.write',
    params: idParams,
    responses: { 204: null },
    handler: (call) =>
      once(call, async (transaction) => {
        const outcome = await deleteAccount(call.deps.db, call.params.id, transaction);
        refuseRemoval(outcome, 'account', 'Contacts belong to this account; move them first.');
        return noContent();
      }),
  }),
];
