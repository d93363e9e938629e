import { createLead, deleteLead, findLead, listLeads, updateLead } from '../../db/lead-store';
import { contactSchema } from '../contacts/schema';
import { defineRoute } from '../http/define-route';
import { idParams } from '../http/fields';
import { once } from '../http/idempotency';
import { created, noContent, ok } from '../http/reply';
import { listPeople } from '../people/list';
import { orNotFound, refuseRemoval } from '../people/not-found';
import { searchQuery } from '../people/schema';
import { convertLead } from './convert';
import { convertLeadBody, leadChangeBody, leadPage, leadSchema, newLeadBody } from './schema';

const one = '/api/v1/leads/:id';

export const leadRoutes = [
  defineRoute({
    method: 'get',
    path: '/api/v1/leads',
    summary: 'Leads by name; those that became contacts are not among them',
    access: 'people.read',
    query: searchQuery,
    responses: { 200: leadPage },
    handler: ({ query, deps }) =>
      listPeople(deps, 'leads', query, (page) => listLeads(deps.db, page)),
  }),
  defineRoute({
    method: 'post',
    path: '/api/v1/leads',
    summary: 'Add a lead: somebody known by an address only',
    access: 'people.write',
    body: newLeadBody,
    responses: { 201: leadSchema },
    handler: (call) =>
      once(call, async (transaction) =>
        created(await createLead(call.deps.db, call.body, transaction)),
      ),
  }),
  defineRoute({
    method: 'get',
    path: one,
    summary: 'One lead',
    access: 'people.read',
    params: idParams,
    responses: { 200: leadSchema },
    async handler({ params, deps }) {
      return ok(orNotFound(await findLead(deps.db, params.id), 'lead'));
    },
  }),
  defineRoute({
    method: 'patch',
    path: one,
    summary: 'Change a lead',
    access: 'people.write',
    params: idParams,
    body: leadChangeBody,
    responses: { 200: leadSchema },
    async handler(call) {
      const { params, body, deps } = call;
      const reply = await once(call, async (transaction) =>
        ok(orNotFound(await updateLead(deps.db, params.id, body, transaction), 'lead')),
      );
      deps.directory.forget();
      return reply;
    },
  }),
  defineRoute({
    method: 'delete',
    path: one,
    summary: 'Remove a lead who has no tickets',
    access: 'people.write',
    params: idParams,
    responses: { 204: null },
    async handler(call) {
      const { params, deps } = call;
      const reply = await once(call, async (transaction) => {
        const outcome = await deleteLead(deps.db, params.id, transaction);
        refuseRemoval(outcome, 'lead', 'This lead has tickets, so it must stay.');
        return noContent();
      });
      deps.directory.forget();
      return reply;
    },
  }),
  defineRoute({
    method: 'post',
    path: '/api/v1/leads/:id/convert',
    summary: 'Make a lead a contact; its tickets go along',
    access: 'people.write',
    params: idParams,
    body: convertLeadBody,
    responses: { 200: contactSchema },
    async handler(call) {
      return ok(await convertLead(call, call.params.id, call.body ?? {}));
    },
  }),
];
