import { createPublicKey, verify, type KeyObject } from 'node:crypto';
import { readForm, textOf } from './form-fields';
import {
  hour,
  rawMailMissing,
  readJson,
  refuseForged,
  refuseOld,
  signatureMissing,
  type ServiceMail,
  type ServiceRequest,
} from './service-mail';

// SendGrid tries a request again for 72 hours. The signature covers all of it, so a repeated one is
// the same mail.
const oldest = 73 * hour;

/**
 * A mail of SendGrid's Inbound Parse, posted as raw MIME. With the public key of a security policy its
 * signature is checked: ECDSA over the timestamp and the body.
 */
export function readSendgrid(request: ServiceRequest, publicKey: string | null): ServiceMail {
  if (publicKey !== null) checkSignature(request, publicKey);
  const form = readForm(request);
  const raw = form.get('email');
  if (!raw || raw.length === 0) throw rawMailMissing('sendgrid');
  return { raw, envelope: envelopeOf(textOf(form, 'envelope')) };
}

/** The key as SendGrid shows it (the Base64 of its DER), or null when it is none. */
export function sendgridKey(base64: string): KeyObject | null {
  try {
    const der = Buffer.from(base64, 'base64');
    const key = createPublicKey({ key: der, format: 'der', type: 'spki' });
    return key.asymmetricKeyType === 'ec' ? key : null;
  } catch {
    return null;
  }
}

function checkSignature(request: ServiceRequest, publicKey: string): void {
  const signature = request.header('x-twilio-email-event-webhook-signature');
  const timestamp = request.header('x-twilio-email-event-webhook-timestamp');
  if (!signature || !timestamp || !/^\d{1,12}$/.test(timestamp)) throw signatureMissing();
  const signed = Buffer.concat([Buffer.from(timestamp), request.body]);
  const key = sendgridKey(publicKey);
  refuseForged(key !== null && verify('sha256', signed, key, Buffer.from(signature, 'base64')));
  refuseOld(Number(timestamp) * 1_000, request, oldest);
}

function envelopeOf(json: string): ServiceMail['envelope'] {
  if (json === '') return { from: null, to: [] };
  const { from, to } = (readJson(json) ?? {}) as { from?: unknown; to?: unknown };
  const addresses = Array.isArray(to) ? (to as unknown[]) : [];
  return {
    from: typeof from === 'string' ? from : null,
    to: addresses.filter((address) => typeof address === 'string'),
  };
}
