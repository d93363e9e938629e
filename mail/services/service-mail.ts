import { DomainError } from '../../domain/domain-error';
import {
  rawMailOptions,
  type MailServiceName,
  type MailServiceProblem,
} from '../../domain/mail/mail-service';
import type { Envelope } from '../../db/inbound-mail-store';

/** A request of a mail service, as it came. */
export interface ServiceRequest {
  header(name: string): string | undefined;
  body: Buffer;
  now: Date;
}

/** The mail that a service brings, byte for byte where the service gives it so. */
export interface ServiceMail {
  raw: Buffer;
  envelope: Envelope;
}

const minute = 60_000;
export const hour = 60 * minute;

/** Refuses what says that it was sent longer ago than `oldest`, or will be sent later. */
export function refuseOld(sentAt: number, { now }: ServiceRequest, oldest: number): void {
  const age = now.getTime() - sentAt;
  if (age <= oldest && age >= -10 * minute) return;
  throw refusal('request-too-old', 'This request was signed too long ago, or by a wrong clock.');
}

/** Refuses a request whose signature is not the service's. */
export function refuseForged(isGenuine: boolean): void {
  if (isGenuine) return;
  throw refusal(
    'wrong-signature',
    'The signature is not that of the service, by the key set here.',
  );
}

export function signatureMissing(): DomainError {
  return refusal('signature-missing', 'This request carries no signature of the service.');
}

/** Refuses a request that has the mail taken apart: which option of the service gives it whole. */
export function rawMailMissing(service: MailServiceName): DomainError {
  return refusal(
    'raw-mail-missing',
    `This request does not hold the whole mail (MIME): ${rawMailOptions[service]}.`,
  );
}

export function notReadable(what: string): DomainError {
  return refusal('not-readable', `This request cannot be read: ${what}.`);
}

export function refusal(code: MailServiceProblem, sentence: string): DomainError {
  return new DomainError(code, sentence);
}

/** JSON of a request; refuses what is none. */
export function readJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw notReadable('it is no JSON');
  }
}
