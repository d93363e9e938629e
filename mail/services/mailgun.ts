import { createHmac } from 'node:crypto';
import { readForm, textOf } from './form-fields';
import { sameBytes } from './same-bytes';
import {
  hour,
  rawMailMissing,
  refuseForged,
  refuseOld,
  signatureMissing,
  type ServiceMail,
  type ServiceRequest,
} from './service-mail';

// Mailgun tries a request again for eight hours.
const oldest = 9 * hour;

/**
 * A mail that a Mailgun route forwards as raw MIME. Mailgun signs timestamp and token by HMAC-SHA256
 * with the webhook signing key.
 */
export function readMailgun(request: ServiceRequest, signingKey: string): ServiceMail {
  const form = readForm(request);
  const timestamp = textOf(form, 'timestamp');
  const token = textOf(form, 'token');
  const signature = textOf(form, 'signature');
  if (!/^\d{1,12}$/.test(timestamp) || token === '' || signature === '') throw signatureMissing();
  const expected = createHmac('sha256', signingKey).update(timestamp + token);
  refuseForged(sameBytes(Buffer.from(signature, 'hex'), expected.digest()));
  refuseOld(Number(timestamp) * 1_000, request, oldest);

  const raw = form.get('body-mime');
  if (!raw || raw.length === 0) throw rawMailMissing('mailgun');
  const to = textOf(form, 'recipient').split(',');
  return {
    raw,
    envelope: {
      from: textOf(form, 'sender') || null,
      to: to.map((address) => address.trim()).filter((address) => address !== ''),
    },
  };
}
