import type { Request } from 'express';
import {
  findMailService,
  noteServiceMail,
  noteServiceProblem,
  type MailService,
} from '../../db/mail-service-store';
import { DomainError } from '../../domain/domain-error';
import { mailServiceProblems, type MailServiceProblem } from '../../domain/mail/mail-service';
import { openMemoryBudget } from '../../mail/memory-budget';
import { fetchAmazon } from '../../mail/services/fetch-amazon';
import { readServiceMail } from '../../mail/services/read-service-mail';
import { sameBytes } from '../../mail/services/same-bytes';
import { refusal } from '../../mail/services/service-mail';
import { readAll } from '../../mail/smtp-intake';
import type { ApiDeps } from '../deps';
import { defineRoute } from '../http/define-route';
import { ok } from '../http/reply';
import { mailParams, takenMailSchema } from './schema';

const megabyte = 1024 * 1024;
const maxBytes = 50 * megabyte;
/** All that is being taken in together. */
const memory = openMemoryBudget(256 * megabyte);

/** Where the services send mail to. */
export const mailServiceMailRoutes = [
  defineRoute({
    method: 'post',
    path: '/api/v1/mail-services/:id/mails/:token/mime',
    summary: 'As a mail service: hand in a mail; it is stored before the answer',
    description:
      'Takes what Mailgun, SendGrid, Postmark and Amazon SNS send, with their own signatures.',
    access: 'public',
    params: mailParams,
    streamed: {
      contentTypes: [
        'multipart/form-data',
        'application/x-www-form-urlencoded',
        'application/json',
        // Amazon SNS.
        'text/plain',
      ],
    },
    responses: { 200: takenMailSchema },
    async handler({ deps, params, req }) {
      const service = await addressed(deps, params);
      try {
        return ok(await takeIn(deps, service, req));
      } catch (error) {
        const code = error instanceof DomainError && problemOf(error);
        if (code) await noteServiceProblem(deps.db, service.id, code).catch(() => undefined);
        throw error;
      }
    },
  }),
];

/** The service of an address. Before this nothing of the body is read. */
async function addressed(
  { db }: ApiDeps,
  { id, token }: { id: string; token: string },
): Promise<MailService> {
  const service = await findMailService(db, id);
  if (service && sameBytes(Buffer.from(service.token), Buffer.from(token))) return service;
  throw new DomainError(
    'wrong-mail-address',
    'This address takes no mail (any more): set the one that Settings → Mail services shows.',
  );
}

async function takeIn(deps: ApiDeps, mailService: MailService, req: Request) {
  const { id, service, settings } = mailService;
  const body = await readAll(req as AsyncIterable<Buffer>, maxBytes, memory).catch(() => {
    throw new DomainError('malformed-request', 'The request broke off.');
  });
  if (body === 'too-large') throw refusal('too-large', 'A request has at most 50 MB.');
  if (body === 'no-memory') {
    throw new DomainError('too-busy', 'Too much mail comes in at once; try again in a moment.');
  }
  try {
    const request = { header: (name: string) => req.get(name), body, now: new Date() };
    const secrets = { service, key: keyOf(deps, mailService), topicArn: settings.topicArn ?? null };
    const mail = await readServiceMail(request, secrets, deps.fetchAmazon ?? fetchAmazon);
    if (!mail) return { id: null, outcome: 'nothing-to-do' };
    const received = await deps.mail.intake().receive({ ...mail, via: service });
    // It is stored, whatever becomes of this.
    await noteServiceMail(deps.db, id).catch(() => undefined);
    return { id: received.id, outcome: received.outcome };
  } finally {
    memory.giveBack(body.length);
  }
}

/** A key that cannot be read is no fault of the service, which has to try again. */
function keyOf({ secrets }: ApiDeps, { sealedKey }: MailService): string | null {
  if (sealedKey === null) return null;
  try {
    return secrets.open(sealedKey);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new DomainError('mail-service-away', why);
  }
}

function problemOf({ code }: DomainError): MailServiceProblem | undefined {
  return mailServiceProblems.find((one) => one === code);
}
