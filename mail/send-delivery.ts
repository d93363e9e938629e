import { domainToASCII } from 'node:url';
import { createTransport } from 'nodemailer';
import type { Delivery } from '../db/delivery-store';
import { comparable } from '../domain/mail/address';
import { mailTexts } from '../domain/mail/messages';
import { serverProblemSentence } from '../domain/mail/server-problem';
import { cleanLine } from './clean-text';
import type { OutgoingServer } from './outgoing-server';
import { serverFailure } from './server-failure';
import { smtpOptions } from './server-options';

/** What came of one attempt. */
export type Sending = {
  /** Who has the mail by it. */
  accepted: string[];
  /** What is wrong with the server itself; null when it answered as it should, whatever it said to the mail. */
  serverProblem: string | null;
} & (
  | { state: 'sent'; reason: null }
  /**
   * `refused`: the server will never take it for somebody, and nobody else waits. `not-yet`: no
   * connection, or the server asked for a later try for somebody. The reason is for people; it may
   * name addresses.
   */
  | { state: 'refused' | 'not-yet'; reason: string }
);

/**
 * Hands a mail to the next server, for those who have it not yet. `returnPath`: where its reports are
 * sent. Never throws.
 */
export async function sendDelivery(
  server: OutgoingServer,
  delivery: Delivery,
  { raw, returnPath }: { raw: Buffer; returnPath: string },
): Promise<Sending> {
  const to = recipientsLeft(delivery);
  // The last attempt ended between the server's answer and its end in the row.
  if (to.length === 0) return { state: 'sent', accepted: [], reason: null, serverProblem: null };
  const attempted = await attempt(server, { envelope: { from: returnPath, to }, raw });
  return outcomeOf(attempted, { delivery, place: placeOf(server) });
}

/** Each once. */
function recipientsLeft({ to, cc, bcc, accepted }: Delivery): string[] {
  const seen = new Set(accepted.map(onTheWire));
  return [...to, ...cc, ...bcc].filter((address) => {
    const key = onTheWire(address);
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

/** As Nodemailer names it to the server: a domain beyond ASCII in Punycode (RFC 3492). */
function onTheWire(address: string): string {
  const at = address.lastIndexOf('@') + 1;
  const domain = address.slice(at);
  return comparable(address.slice(0, at) + (domainToASCII(domain) || domain));
}

interface SmtpFailure extends Error {
  code?: string;
  responseCode?: number;
  response?: string;
  /** Whom the server spoke of; left out when it spoke of the whole mail. */
  recipient?: string;
  rejectedErrors?: SmtpFailure[];
}

interface Attempt {
  accepted: string[];
  /** One for each who was refused, or one for all. */
  failures: SmtpFailure[];
}

async function attempt(
  server: OutgoingServer,
  mail: { envelope: { from: string; to: string[] }; raw: Buffer },
): Promise<Attempt> {
  const transport = createTransport({ ...optionsOf(server), ...limits });
  try {
    const answer = await transport.sendMail(mail);
    const { rejectedErrors: failures = [] } = answer as { rejectedErrors?: SmtpFailure[] };
    return { failures, accepted: acceptedOf(mail.envelope.to, answer.accepted, failures) };
  } catch (error) {
    const failure = error as SmtpFailure;
    return {
      failures: failure.rejectedErrors?.length ? failure.rejectedErrors : [failure],
      accepted: [],
    };
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

/** By who was accepted, not by who was refused: whoever is in doubt rather gets it twice than never. */
function acceptedOf(
  to: readonly string[],
  accepted: readonly (string | { address: string })[],
  failures: readonly SmtpFailure[],
): string[] {
  if (failures.length === 0) return [...to];
  const taken = accepted.map((one) => onTheWire(typeof one === 'string' ? one : one.address));
  return to.filter((address) => taken.includes(onTheWire(address)));
}

/**
 * RFC 5321, 4.2.1: 5yz is for good, 4yz for now. What is said before it comes to the mail, such as to the
 * connection or a sign-in, is for now whatever it is: the admin may put that right within the two days.
 */
function outcomeOf(
  { accepted, failures }: Attempt,
  { delivery, place }: { delivery: Delivery; place: { host: string; port: number | null } },
): Sending {
  if (failures.length === 0) return { state: 'sent', accepted, reason: null, serverProblem: null };
  const ofServer = failures.find((failure) => !isAboutTheMail(failure));
  if (ofServer) {
    const { problem, said } = serverFailure(ofServer);
    const reason = serverProblemSentence(problem, place, said);
    return { state: 'not-yet', accepted, reason, serverProblem: reason };
  }
  const isForGood = failures.every(({ responseCode = 500 }) => responseCode >= 500);
  return {
    state: isForGood ? 'refused' : 'not-yet',
    accepted,
    reason: reasonOf(failures, delivery),
    serverProblem: null,
  };
}

/** 530 asks for a sign-in, wherever it is said (RFC 4954, 6). */
function isAboutTheMail({ code, responseCode }: SmtpFailure): boolean {
  return (code === 'EENVELOPE' || code === 'EMESSAGE') && responseCode !== 530;
}

/** Of several recipients those are named who did not get it. */
function reasonOf(failures: readonly SmtpFailure[], { to, cc, bcc }: Delivery): string {
  const saidBy = ({ response, message }: SmtpFailure) => response ?? message;
  const refused = failures.flatMap((failure) =>
    failure.recipient
      ? [{ address: failure.recipient, said: cleanLine(saidBy(failure), 300) }]
      : [],
  );
  const isOneOfSeveral = to.length + cc.length + bcc.length > 1 && refused.length > 0;
  return isOneOfSeveral ? mailTexts.didNotReach(refused) : cleanLine(saidBy(failures[0]!), 500);
}
