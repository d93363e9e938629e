import { Context } from '@temporalio/activity';
import { ApplicationFailure } from '@temporalio/common';
import { readAttachmentsOf } from '../db/attachment-store';
import type { Database } from '../db/database';
import {
  countDeliveryAttempt,
  findDelivery,
  finishDelivery,
  noteDeliveryFailure,
  type Delivery,
} from '../db/delivery-store';
import { readInstallation } from '../db/installation';
import { mailTexts } from '../domain/mail/messages';
import { buildMime } from '../mail/build-mime';
import { sendDelivery } from '../mail/send-delivery';
import { submitCommand } from '../tickets/submit-command';
import type { MailActivities } from './contract/mail';
import { whileBeating } from './heartbeat';

/** Sending on a real mail server. `smtpUrl` may be a function: the local catcher's port may change. */
export function createMailActivities(deps: {
  db: Database;
  smtpUrl: string | (() => string);
}): MailActivities {
  const { db } = deps;
  const smtpUrl = (): string => (typeof deps.smtpUrl === 'string' ? deps.smtpUrl : deps.smtpUrl());

  return {
    async 'mail.send'({ deliveryId }) {
      const delivery = await needDelivery(db, deliveryId);
      if (delivery.state !== 'queued') return { state: endOf(delivery) };
      await countDeliveryAttempt(db, deliveryId);

      const attachments = delivery.messageId ? await readAttachmentsOf(db, delivery.messageId) : [];
      const raw = await buildMime(delivery, attachments, (await readInstallation(db)).id);
      const sending = await whileBeating(() => sendDelivery(smtpUrl(), delivery, raw));

      if (sending.state === 'not-yet') {
        await noteDeliveryFailure(db, deliveryId, sending.reason);
        // The server's words may hold addresses, so they stay in the row.
        throw ApplicationFailure.create({
          message: 'the mail was not taken yet',
          type: 'mail-not-taken',
          nextRetryDelay: pauseBeforeNext(),
        });
      }
      const state = sending.state === 'sent' ? 'sent' : 'failed';
      await finishDelivery(db, deliveryId, { state, reason: sending.reason });
      return { state };
    },

    async 'mail.give-up'({ deliveryId }) {
      const { state, reason } = await needDelivery(db, deliveryId);
      if (state !== 'queued') return;
      const why = mailTexts.gaveUp(reason ?? mailTexts.noServer);
      await finishDelivery(db, deliveryId, { state: 'failed', reason: why });
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

/** Longer each time: as long again as it has been tried, up to an hour. */
function pauseBeforeNext(): number {
  const triedForMs = Date.now() - Context.current().info.scheduledTimestampMs;
  return Math.min(Math.max(triedForMs, 1_000), 3_600_000);
}
