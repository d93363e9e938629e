import { noteMailboxHealth, type MailWay } from '../../db/mailbox-health-store';
import { findMailbox, findMailboxSecret, type Mailbox } from '../../db/mailbox-store';
import { DomainError } from '../../domain/domain-error';
import { serverProblemSentence } from '../../domain/mail/server-problem';
import { checkImap, checkSmtp, type ServerCheck } from '../../mail/check-server';
import type { ApiDeps } from '../deps';
import { defineRoute } from '../http/define-route';
import { idParams } from '../http/fields';
import { ok, problem } from '../http/reply';
import { invalidInput } from '../http/validate';
import { serverCheckBody, serverCheckSchema, storedCheckBody } from './schema';
import { givenServer } from './server-passwords';

/** Whether a mail server takes us: tried for real, before it is saved or after. */
export const mailboxCheckRoutes = [
  defineRoute({
    method: 'post',
    path: '/api/v1/mailboxes/check-server',
    summary: 'Connect and sign in to a mail server, as if a mailbox had it; nothing is stored',
    access: 'mailboxes.write',
    body: serverCheckBody,
    responses: { 200: serverCheckSchema },
    async handler({ deps, body }) {
      const { mailboxId, smtp, imap } = body;
      const mailbox = mailboxId === undefined ? null : await findMailbox(deps.db, mailboxId);
      if (imap) {
        const { server, password } = givenServer('imap', imap, mailbox);
        const secret = password === undefined ? await stored(deps, mailbox!.id, 'imap') : password;
        return ok(present(server, await checkImap(server, secret)));
      }
      const { server, password } = givenServer('smtp', smtp!, mailbox);
      const secret = password === undefined ? await stored(deps, mailbox!.id, 'smtp') : password;
      return ok(present(server, await checkSmtp(server, secret)));
    },
  }),
  defineRoute({
    method: 'post',
    path: '/api/v1/mailboxes/:id/check',
    summary: 'Connect and sign in to a server of a mailbox now; its health tells the outcome',
    access: 'mailboxes.write',
    params: idParams,
    body: storedCheckBody,
    responses: { 200: serverCheckSchema },
    async handler({ deps, params, body: { way } }) {
      const mailbox = await findMailbox(deps.db, params.id);
      if (!mailbox) throw new DomainError('not-found', `There is no mailbox ${params.id}.`);
      const checked = present(...(await checkStored(deps, mailbox, way)));
      const words = checked.problem?.message ?? null;
      await noteMailboxHealth(deps.db, { mailboxId: mailbox.id, way, problem: words });
      return ok(checked);
    },
  }),
];

async function checkStored(
  deps: ApiDeps,
  { id, address, smtp, imap }: Mailbox,
  way: MailWay,
): Promise<[NonNullable<Mailbox[MailWay]>, ServerCheck]> {
  if (way === 'imap' && imap) return [imap, await checkImap(imap, await stored(deps, id, way))];
  if (way === 'smtp' && smtp) return [smtp, await checkSmtp(smtp, await stored(deps, id, way))];
  const which = way === 'smtp' ? 'SMTP server of its own' : 'IMAP account';
  throw invalidInput([problem('way', `${address} has no ${which}`)]);
}

/** Throws `secret-not-readable`. */
async function stored({ db, secrets }: ApiDeps, id: string, way: MailWay): Promise<string | null> {
  const sealed = await findMailboxSecret(db, id, way);
  return sealed === null ? null : secrets.open(sealed);
}

function present(
  server: { host: string; port: number; folder?: string },
  { failure, folders }: ServerCheck,
) {
  return {
    ok: failure === null,
    problem: failure && {
      code: failure.problem,
      message: serverProblemSentence(failure.problem, server, failure.said),
      said: failure.said,
    },
    folders,
  };
}
