import {
  createContact,
  deleteContact,
  findContact,
  listContacts,
  updateContact,
} from '../../db/contact-store';
import { defineRoute } from '../http/define-route';
import { idParams } from '../http/fields';
import { once } from '../http/idempotency';
import { created, noContent, ok } from '../http/reply';
import { accountOf } from '../people/account';
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
        const { accountName: _name, ...fields } = call.body;
        const account = await accountOf(call.deps, call.body, transaction);
        const contact = { ...fields, ...account };
        return created(await createContact(call.deps.db, contact, transaction));
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
        const { accountName: _name, ...fields } = body;
        const change = { ...fields, ...(await accountOf(deps, body, transaction)) };
        return ok(
          orNotFound(await updateContact(deps.db, params.id, change, transaction), 'contact'),
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
