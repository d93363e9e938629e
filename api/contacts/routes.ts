import { findAccount } from '../../db/account-store';
import {
  createContact,
  deleteContact,
  findContact,
  listContacts,
  updateContact,
} from '../../db/contact-store';
import type { Transaction } from '../../db/database';
import type { ApiDeps } from '../deps';
import { defineRoute } from '../http/define-route';
import { idParams } from '../http/fields';
import { once } from '../http/idempotency';
import { created, noContent, ok } from '../http/reply';
import { invalidInput } from '../http/validate';
import { listPeople } from '../people/list';
import { orNotFound, refuseRemoval } from '../people/not-found';
import {
  contactChangeBody,
  contactPage,
  contactSchema,
  contactsQuery,
  newContactBody,
} from './schema';

const one = '/api/v1/contacts/:id';

export const contactRoutes = [
  defineRoute({
    method: 'get',
    path: '/api/v1/contacts',
    summary: 'Contacts by name',
    access: 'people.read',
    query: contactsQuery,
    responses: { 200: contactPage },
    handler: ({ query: { account, ...query }, deps }) =>
      listPeople(deps, ['contacts', account ?? null], query, (page) =>
        listContacts(deps.db, { ...page, accountId: account }),
      ),
  }),
  defineRoute({
    method: 'post',
    path: '/api/v1/contacts',
    summary: 'Add a contact: a customer who is known by name',
    access: 'people.write',
    body: newContactBody,
    responses: { 201: contactSchema },
    handler: (call) =>
      once(call, async (transaction) => {
        await checkAccount(call.deps, call.body.accountId, transaction);
        return created(await createContact(call.deps.db, call.body, transaction));
      }),
  }),
  defineRoute({
    method: 'get',
    path: one,
    summary: 'One contact',
    access: 'people.read',
    params: idParams,
    responses: { 200: contactSchema },
    async handler({ params, deps }) {
      return ok(orNotFound(await findContact(deps.db, params.id), 'contact'));
    },
  }),
  defineRoute({
    method: 'patch',
    path: one,
    summary: 'Change a contact',
    access: 'people.write',
    params: idParams,
    body: contactChangeBody,
    responses: { 200: contactSchema },
    async handler(call) {
      const { params, body, deps } = call;
      const reply = await once(call, async (transaction) => {
        await checkAccount(deps, body.accountId, transaction);
        return ok(
          orNotFound(await updateContact(deps.db, params.id, body, transaction), 'contact'),
        );
      });
      deps.directory.forget();
      return reply;
    },
  }),
  defineRoute({
    method: 'delete',
    path: one,
    summary: 'Remove a contact who has no tickets',
    access: 'people.write',
    params: idParams,
    responses: { 204: null },
    async handler(call) {
      const { params, deps } = call;
      const reply = await once(call, async (transaction) => {
        const outcome = await deleteContact(deps.db, params.id, transaction);
        refuseRemoval(outcome, 'contact', 'This contact has tickets, so it must stay.');
        return noContent();
      });
      deps.directory.forget();
      return reply;
    },
  }),
];

async function checkAccount(
  deps: ApiDeps,
  id: string | null | undefined,
  transaction: Transaction,
): Promise<void> {
  if (!id || (await findAccount(deps.db, id, transaction))) return;
  throw invalidInput([{ path: 'accountId', message: 'there is no such account' }]);
}
