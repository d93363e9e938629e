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
import { created, noContent, ok, problem } from '../http/reply';
import {
  mailboxChangeBody,
  mailboxListQuery,
  mailboxPage,
  mailboxSchema,
  newMailboxBody,
} from './schema';

export const mailboxRoutes = [
  defineRoute({
    method: 'get',
    path: '/api/v1/mailboxes',
    summary: 'The addresses that mail comes in to and replies leave from, the default one first',
    access: 'mailboxes.read',
    query: mailboxListQuery,
    responses: { 200: mailboxPage },
    async handler({ deps, query }) {
      const all = await listMailboxes(deps.db);
      return ok({ items: all.slice(0, query.limit ?? defaultLimit), nextCursor: null });
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
      const mailbox = await createMailbox(deps.db, body);
      if (!mailbox) {
        const sentence = addressTaken(body.address);
        throw new DomainError('already-exists', sentence, [problem('address', sentence)]);
      }
      return created(mailbox, { Location: `/api/v1/mailboxes/${mailbox.id}` });
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
      return ok(found(await findMailbox(deps.db, params.id), params.id));
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
      const changed = await orAlreadyExists('address', addressTaken(body.address ?? ''), () =>
        updateMailbox(deps.db, params.id, body),
      );
      return ok(found(changed, params.id));
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
      const mailbox = found(await findMailbox(deps.db, params.id), params.id);
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

function found(mailbox: Mailbox | null, id: string): Mailbox {
  if (!mailbox) throw new DomainError('not-found', `There is no mailbox ${id}.`);
  return mailbox;
}

function addressTaken(address: string): string {
  return `Another mailbox has the address ${address}.`;
}
