import { randomBytes } from 'node:crypto';
import {
  changeMailService,
  createMailService,
  deleteMailService,
  findMailService,
  listMailServices,
  type MailService,
} from '../../db/mail-service-store';
import { DomainError } from '../../domain/domain-error';
import { defineRoute } from '../http/define-route';
import { idParams } from '../http/fields';
import { created, noContent, ok, problem } from '../http/reply';
import { invalidInput } from '../http/validate';
import type { ApiDeps } from '../deps';
import { presentMailService } from './present';
import {
  mailServiceChangeBody,
  mailServicePage,
  mailServiceSchema,
  newMailServiceBody,
} from './schema';

/** The services that hand over mail by HTTP, for admins. */
export const mailServiceRoutes = [
  defineRoute({
    method: 'get',
    path: '/api/v1/mail-services',
    summary: 'The services that hand over mail by HTTP, by name',
    access: 'mail-services.manage',
    responses: { 200: mailServicePage },
    async handler({ deps }) {
      const all = await listMailServices(deps.db);
      return ok({
        items: all.map((one) => presentMailService(deps.publicUrl, one)),
        nextCursor: null,
      });
    },
  }),
  defineRoute({
    method: 'post',
    path: '/api/v1/mail-services',
    summary: 'Add a service; the answer has the address to set at the service',
    access: 'mail-services.manage',
    body: newMailServiceBody,
    responses: { 201: mailServiceSchema },
    async handler({ deps, body }) {
      const key = ('key' in body && body.key) || null;
      const added = await createMailService(deps.db, {
        service: body.service,
        name: body.name,
        token: randomBytes(32).toString('base64url'),
        sealedKey: key === null ? null : deps.secrets.seal(key),
        settings: 'topicArn' in body ? { topicArn: body.topicArn } : {},
      });
      const headers = { Location: `/api/v1/mail-services/${added.id}` };
      return created(presentMailService(deps.publicUrl, added), headers);
    },
  }),
  defineRoute({
    method: 'get',
    path: '/api/v1/mail-services/:id',
    summary: 'One service',
    access: 'mail-services.manage',
    params: idParams,
    responses: { 200: mailServiceSchema },
    async handler({ deps, params }) {
      return ok(presentMailService(deps.publicUrl, await found(deps, params.id)));
    },
  }),
  defineRoute({
    method: 'patch',
    path: '/api/v1/mail-services/:id',
    summary: 'Change the name, the key or the topic; the address stays',
    access: 'mail-services.manage',
    params: idParams,
    body: mailServiceChangeBody,
    responses: { 200: mailServiceSchema },
    async handler({ deps, params, body }) {
      const before = await found(deps, params.id);
      if (body.service !== before.service) {
        throw invalidInput([problem('service', `this is ${before.service}, and stays so`)]);
      }
      const key = 'key' in body ? body.key : undefined;
      const topicArn = 'topicArn' in body ? body.topicArn : undefined;
      const changed = await changeMailService(deps.db, params.id, {
        name: body.name ?? before.name,
        sealedKey: key === undefined ? before.sealedKey : key && deps.secrets.seal(key),
        settings: topicArn === undefined ? before.settings : { topicArn },
      });
      return ok(presentMailService(deps.publicUrl, changed ?? notFound(params.id)));
    },
  }),
  defineRoute({
    method: 'delete',
    path: '/api/v1/mail-services/:id',
    summary: 'Remove a service; what it sends from then on is refused',
    access: 'mail-services.manage',
    params: idParams,
    responses: { 204: null },
    async handler({ deps, params }) {
      if (!(await deleteMailService(deps.db, params.id))) notFound(params.id);
      return noContent();
    },
  }),
];

async function found(deps: ApiDeps, id: string): Promise<MailService> {
  return (await findMailService(deps.db, id)) ?? notFound(id);
}

function notFound(id: string): never {
  throw new DomainError('not-found', `There is no mail service ${id}.`);
}
