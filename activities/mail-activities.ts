import { Context } from '@temporalio/activity';
import { ApplicationFailure } from '@temporalio/common';
import { readAttachmentsOf } from '../db/attachment-store';
import type { Database } from '../db/database';
import {
  countDeliveryAttempt,
  findDelivery,
  finishDelivery,
  goOnTrying,
  noteAccepted,
  noteDeliveryFailure,
  noteDeliveryWaits,
  type Delivery,
} from '../db/delivery-store';
import { countSending, findSendingDomain } from '../db/domain-store';
import { readInstallation } from '../db/installation';
import { noteMailboxHealth } from '../db/mailbox-health-store';
import type { SecretBox } from '../db/secret-box';
import { DomainError } from '../domain/domain-error';
import { mailTexts } from '../domain/mail/messages';
import { buildMime } from '../mail/build-mime';
import { outgoingServerOf } from '../mail/outgoing-server';
import { returnPathFor } from '../mail/return-path';
import { whyNotFrom } from '../mail/sending-domain';
import { signMail, type DkimKey } from '../mail/sign-mail';
import { sendDelivery, type Sending } from '../mail/send-delivery';
import { submitCommand } from '../tickets/submit-command';
import type { MailActivities } from './contract/mail';
import { whileBeating } from './heartbeat';

interface MailDeps {
  db: Database;
  secrets: SecretBox;
  smtpUrl: string | (() => string);
  /** Whether `smtpUrl` is a catcher that delivers nothing. */
  mailIsCaught: boolean;
}

/** Sending on a real mail server. `smtpUrl` may be a function: the local catcher's port may change. */
export function createMailActivities(deps: MailDeps): MailActivities {
  const { db } = deps;

  return {
    async 'mail.send'({ deliveryId }) {
      const delivery = await needDelivery(db, deliveryId);
      if (delivery.state !== 'queued') return { state: endOf(delivery) };
      const address = delivery.sender.address;
      const domain = await findSendingDomain(db, address);
      const whyNot = await whyNotFrom(db, { address, mailIsCaught: deps.mailIsCaught });
      if (whyNot !== null) return notYet(db, delivery, whyNot);
      const key = domain && keyOf(deps.secrets, domain);
      if (key && 'problem' in key) return notYet(db, delivery, key.problem);
      if (domain && !(await countSending(db, domain.id))) {
        await noteDeliveryWaits(db, deliveryId, mailTexts.domainBusy(domain.name));
        throw tryAgainIn(untilNextMinute());
      }

      await countDeliveryAttempt(db, deliveryId);
      const attachments = delivery.messageId ? await readAttachmentsOf(db, delivery.messageId) : [];
      const unsigned = await buildMime(delivery, attachments, (await readInstallation(db)).id);
      // At the time of its row: the same bytes at each attempt.
      const raw = key ? await signMail(unsigned, key, delivery.createdAt) : unsigned;
      const { state, accepted, reason } = await whileBeating(() => send(deps, delivery, raw));

      await noteAccepted(db, deliveryId, accepted);
      if (state === 'not-yet') return notYet(db, delivery, reason);
      return finish(db, delivery, { state: state === 'sent' ? 'sent' : 'failed', reason });
    },

    async 'mail.give-up'({ deliveryId, retries }) {
      const delivery = await needDelivery(db, deliveryId);
      if (delivery.state !== 'queued') return;
      const asked = { id: deliveryId, retries: retries ?? delivery.retries };
      if (await goOnTrying(db, asked)) return;
      await giveUp(db, delivery, delivery.reason ?? mailTexts.noServer);
    },

    async 'mail.record-outcome'({ deliveryId }) {
      const delivery = await needDelivery(db, deliveryId);
      const { ticket, messageId, reason } = delivery;
      if (!carriesMessage(delivery) || ticket === null || messageId === null) return;
      if (delivery.state === 'withdrawn') return;
      // It is being sent again since: how that ends is for the next workflow to tell.
      if (delivery.state === 'queued') return;
      const state = endOf(delivery);
      await submitCommand(db, {
        id: outcomeCommandId(delivery),
        ticket,
        change: {
          type: 'record-delivery',
          messageId,
          ...(delivery.kind === 'forward' ? { of: delivery.kind } : {}),
          state,
          ...(reason === null ? {} : { reason }),
        },
        actor: { type: 'system', id: 'mail', name: 'Mail' },
      });
    },
  };
}

/**
 * Notes why, and asks Temporal to try again. The words may hold addresses, so they stay in the row. A mail
 * that waited for its domain's limit may be tried for two days only in a workflow after its first.
 */
async function notYet(
  db: Database,
  delivery: Delivery,
  reason: string,
): Promise<{ state: 'failed' }> {
  if (await noteDeliveryFailure(db, delivery.id, reason)) return giveUp(db, delivery, reason);
  throw tryAgainIn(pauseBeforeNext());
}

function tryAgainIn(nextRetryDelay: number): ApplicationFailure {
  return ApplicationFailure.create({
    message: 'the mail was not taken yet',
    type: 'mail-not-taken',
    nextRetryDelay,
  });
}

function giveUp(db: Database, delivery: Delivery, reason: string): Promise<{ state: 'failed' }> {
  return finish(db, delivery, { state: 'failed', reason: mailTexts.gaveUp(reason) });
}

async function finish<State extends 'sent' | 'failed'>(
  db: Database,
  { id }: Delivery,
  end: { state: State; reason: string | null },
): Promise<{ state: State }> {
  await finishDelivery(db, id, end);
  return { state: end.state };
}

/** The key that mail of a domain is signed with, or why it cannot be: a sentence. */
function keyOf(
  secrets: SecretBox,
  domain: NonNullable<Awaited<ReturnType<typeof findSendingDomain>>>,
): DkimKey | { problem: string } {
  const { name, dkimSelector: selector, sealedPrivateKey } = domain;
  try {
    return { domain: name, selector, privateKey: secrets.open(sealedPrivateKey) };
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    return { problem: mailTexts.keyNotReadable(name) };
  }
}

/** One attempt by the server of the sender's mailbox, whose health it notes. */
async function send(
  { db, secrets, smtpUrl }: MailDeps,
  delivery: Delivery,
  raw: Buffer,
): Promise<Sending> {
  const system = typeof smtpUrl === 'string' ? smtpUrl : smtpUrl();
  const from = { db, secrets, smtpUrl: system };
  const { mailbox, server } = await outgoingServerOf(from, delivery.sender.address);
  const sending: Sending =
    typeof server === 'object' && 'problem' in server
      ? { state: 'not-yet', accepted: [], reason: server.problem, serverProblem: server.problem }
      : await sendDelivery(server, delivery, {
          raw,
          returnPath: await returnPathFor(db, delivery, mailbox),
        });
  if (mailbox) {
    const { serverProblem: problem } = sending;
    await noteMailboxHealth(db, { mailboxId: mailbox.id, way: 'smtp', problem });
  }
  return sending;
}

/** An agent wrote it, so the ticket tells how it fared. */
function carriesMessage({ kind }: Delivery): boolean {
  return kind === 'reply' || kind === 'forward';
}

/** Each time that it is sent again has an end of its own. */
function outcomeCommandId({ id, retries }: Delivery): string {
  return retries === 0 ? `delivery/${id}` : `delivery/${id}/${retries}`;
}

async function needDelivery(db: Database, id: string): Promise<Delivery> {
  const delivery = await findDelivery(db, id);
  if (!delivery) {
    throw ApplicationFailure.nonRetryable('there is no such delivery', 'delivery-not-found');
  }
  return delivery;
}

/** One that came back later had been sent. */
function endOf({ state }: Delivery): 'sent' | 'failed' {
  return state === 'failed' ? 'failed' : 'sent';
}

/** With some spread, so that not all come at its first moment. */
function untilNextMinute(): number {
  return 60_000 - (Date.now() % 60_000) + Math.random() * 10_000;
}

/** Longer each time: as long again as it has been tried, up to an hour. */
function pauseBeforeNext(): number {
  const triedForMs = Date.now() - Context.current().info.scheduledTimestampMs;
  return Math.min(Math.max(triedForMs, 1_000), 3_600_000);
}
