import { createTransport } from 'nodemailer';
import type { Delivery } from '../db/delivery-store';
import { mailTexts } from '../domain/mail/messages';
import { cleanLine } from './clean-text';

/** What came of one attempt. `reason` is for people; it may name addresses. */
export type Sending =
  | { state: 'sent'; reason: string | null }
  /** The server will never take it: trying again cannot help. */
  | { state: 'refused'; reason: string }
  /** Not now: no connection, or the server asked for a later try. */
  | { state: 'not-yet'; reason: string };

/** Hands a mail to the next server (`smtp://user:password@host:port`, `smtps://…`). Never throws. */
export async function sendDelivery(
  smtpUrl: string,
  delivery: Delivery,
  raw: Buffer,
): Promise<Sending> {
  const transport = createTransport({ url: smtpUrl, ...limits });
  try {
    const { rejected } = await transport.sendMail({
      envelope: {
        from: delivery.sender.address,
        to: [...delivery.to, ...delivery.cc, ...delivery.bcc],
      },
      raw,
    });
    const left = rejected.map((one: string | { address: string }) =>
      typeof one === 'string' ? one : one.address,
    );
    return {
      state: 'sent',
      reason: left.length === 0 ? null : mailTexts.someRefused(left.join(', ')),
    };
  } catch (error) {
    return whyNot(error as SmtpFailure);
  } finally {
    transport.close();
  }
}

const limits = { connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 60_000 };

interface SmtpFailure extends Error {
  code?: string;
  responseCode?: number;
  response?: string;
  rejectedErrors?: SmtpFailure[];
}

/**
 * RFC 5321, 4.2.1: 5yz is for good, 4yz for now. A refused sign-in is for now as well: the admin
 * may put the password right within the two days.
 */
function whyNot(failure: SmtpFailure): Sending {
  const failures = failure.rejectedErrors?.length ? failure.rejectedErrors : [failure];
  const isForGood = failures.every(
    ({ responseCode, code }) =>
      responseCode !== undefined && responseCode >= 500 && code !== 'EAUTH',
  );
  const said = failures.find(({ response }) => response)?.response;
  const reason = cleanLine(
    said ?? `${mailTexts.noServer} (${failure.code ?? failure.message})`,
    500,
  );
  return { state: isForGood ? 'refused' : 'not-yet', reason };
}
