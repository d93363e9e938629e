import { createTransport } from 'nodemailer';
import type { Delivery } from '../db/delivery-store';
import { mailTexts } from '../domain/mail/messages';
import { serverProblemSentence } from '../domain/mail/server-problem';
import { cleanLine } from './clean-text';
import type { OutgoingServer } from './outgoing-server';
import { serverFailure } from './server-failure';
import { smtpOptions } from './server-options';

/**
 * What came of one attempt. `reason` is for people; it may name addresses. `serverProblem` says what is
 * wrong with the server itself; null when it answered as it should, whatever it said to the mail.
 */
export type Sending = { serverProblem: string | null } & (
  | { state: 'sent'; reason: string | null }
  /** The server will never take it: trying again cannot help. */
  | { state: 'refused'; reason: string }
  /** Not now: no connection, or the server asked for a later try. */
  | { state: 'not-yet'; reason: string }
);

/** Hands a mail to the next server. `returnPath`: where its reports are sent. Never throws. */
export async function sendDelivery(
  server: OutgoingServer,
  delivery: Delivery,
  { raw, returnPath }: { raw: Buffer; returnPath: string },
): Promise<Sending> {
  const transport = createTransport({ ...optionsOf(server), ...limits });
  try {
    const { rejected } = await transport.sendMail({
      envelope: {
        from: returnPath,
        to: [...delivery.to, ...delivery.cc, ...delivery.bcc],
      },
      raw,
    });
    const left = rejected.map((one: string | { address: string }) =>
      typeof one === 'string' ? one : one.address,
    );
    return {
      state: 'sent',
      serverProblem: null,
      reason: left.length === 0 ? null : mailTexts.someRefused(left.join(', ')),
    };
  } catch (error) {
    return whyNot(error as SmtpFailure, placeOf(server));
  } finally {
    transport.close();
  }
}

const limits = { connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 60_000 };

function optionsOf(server: OutgoingServer) {
  return typeof server === 'string' ? { url: server } : smtpOptions(server.smtp, server.password);
}

function placeOf(server: OutgoingServer): { host: string; port: number | null } {
  if (typeof server !== 'string') return server.smtp;
  const { hostname, port } = new URL(server);
  return { host: hostname, port: port ? Number(port) : null };
}

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
function whyNot(failure: SmtpFailure, place: { host: string; port: number | null }): Sending {
  const failures = failure.rejectedErrors?.length ? failure.rejectedErrors : [failure];
  const said = failures.find(({ response }) => response)?.response;
  if (said && failures.every(answersTheMail)) {
    const isForGood = failures.every(({ responseCode }) => responseCode! >= 500);
    const reason = cleanLine(said, 500);
    return { state: isForGood ? 'refused' : 'not-yet', reason, serverProblem: null };
  }
  const { problem, said: words } = serverFailure(failure);
  const reason = serverProblemSentence(problem, place, words);
  return { state: 'not-yet', reason, serverProblem: reason };
}

function answersTheMail({ responseCode, code }: SmtpFailure): boolean {
  return responseCode !== undefined && code !== 'EAUTH' && code !== 'ETLS';
}
