import type { Database } from '../../db/database';
import { findMailboxHealth, listMailboxHealth } from '../../db/mailbox-health-store';
import {
  createMailbox,
  deleteMailbox,
  findMailbox,
  listMailboxes,
  updateMailbox,
  type Mailbox,
} from '../../db/mailbox-store';
import { orAlreadyExists } from '../../db/unique';
import { DomainError } from '../../domain/domain-error';
import { defineRoute } from '../http/define-route';
import { defaultLimit, idParams } from '../http/fields';
import { created, noContent, ok, problem, type Reply } from '../http/reply';
import { presentMailbox } from './present';
import {
  mailboxChangeBody,
  mailboxListQuery,
  mailboxPage,
  mailboxSchema,
  newMailboxBody,
} from './schema';
import { forgetOldHealth, toStoredServers } from './stored-servers';

export const mailboxRoutes = [
  defineRoute({
    method: 'get',
    path: '/api/v1/mailboxes',
    summary: 'The addresses that mail comes in to and replies leave from, the default one first',
    access: 'mailboxes.read',
    query: mailboxListQuery,
    responses: { 200: mailboxPage },
    async handler({ deps, query }) {
      const [all, health] = await Promise.all([listMailboxes(deps.db), listMailboxHealth(deps.db)]);
      const items = all.slice(0, query.limit ?? defaultLimit);
      return ok({ items: items.map((one) => presentMailbox(one, health)), nextCursor: null });
    },
  }),
  defineRoute({
    method: 'post',
    path: '/api/v1/mailboxes',
    summary: 'Add a mailbox',
    access: 'mailboxes.write',
    body: newMailboxBody,
    responses: { 201: mailboxSchema },
    async handler({ deps, body }) {
      const servers = toStoredServers(deps.secrets, body, null);
      const mailbox = await createMailbox(deps.db, { ...body, ...servers });
      if (!mailbox) {
        const sentence = addressTaken(body.address);
        throw new DomainError('already-exists', sentence, [problem('address', sentence)]);
      }
      return created(presentMailbox(mailbox, []), { Location: `/api/v1/mailboxes/${mailbox.id}` });
    },
  }),
  defineRoute({
    method: 'get',
    path: '/api/v1/mailboxes/:id',
    summary: 'One mailbox',
    access: 'mailboxes.read',
    params: idParams,
    responses: { 200: mailboxSchema },
    async handler({ deps, params }) {
      return answer(deps.db, await needMailbox(deps.db, params.id));
    },
  }),
  defineRoute({
    method: 'patch',
    path: '/api/v1/mailboxes/:id',
    summary: 'Change a mailbox, or make it the default',
    access: 'mailboxes.write',
    params: idParams,
    body: mailboxChangeBody,
    responses: { 200: mailboxSchema },
    async handler({ deps, params, body }) {
      const before = await needMailbox(deps.db, params.id);
      const servers = toStoredServers(deps.secrets, body, before);
      const changed = await orAlreadyExists('address', addressTaken(body.address ?? ''), () =>
        updateMailbox(deps.db, params.id, { ...body, ...servers }),
      );
      if (!changed) throw noMailbox(params.id);
      await forgetOldHealth(deps.db, before, changed, body);
      return answer(deps.db, changed);
    },
  }),
  defineRoute({
    method: 'delete',
    path: '/api/v1/mailboxes/:id',
    summary: 'Remove a mailbox; its tickets are answered from the default one',
    access: 'mailboxes.write',
    params: idParams,
    responses: { 204: null },
    async handler({ deps, params }) {
      const mailbox = await needMailbox(deps.db, params.id);
      if (!(await deleteMailbox(deps.db, mailbox.id))) {
        throw new DomainError(
          'still-in-use',
          `${mailbox.address} is the default mailbox; make another one the default first.`,
        );
      }
      return noContent();
    },
  }),
];

async function needMailbox(db: Database, id: string): Promise<Mailbox> {
  const mailbox = await findMailbox(db, id);
  if (!mailbox) throw noMailbox(id);
  return mailbox;
}

function noMailbox(id: string): DomainError {
  return new DomainError('not-found', `There is no mailbox ${id}.`);
}

async function answer(db: Database, mailbox: Mailbox): Promise<Reply> {
  return ok(presentMailbox(mailbox, await findMailboxHealth(db, mailbox.id)));
}

function addressTaken(address: string): string {
  return `Another mailbox has the address ${address}.`;
}
