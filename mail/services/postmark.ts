import { rawMailMissing, readJson, type ServiceMail, type ServiceRequest } from './service-mail';

/** A mail of a Postmark inbound stream. Postmark signs nothing: the token in the address stands for it. */
export function readPostmark({ body }: ServiceRequest): ServiceMail {
  const json = (readJson(body.toString('utf8')) ?? {}) as Record<string, unknown>;
  const { RawEmail: raw, OriginalRecipient: recipient } = json;
  if (typeof raw !== 'string' || raw === '') throw rawMailMissing('postmark');
  const to = typeof recipient === 'string' && recipient !== '' ? [recipient] : [];
  return { raw: Buffer.from(raw, 'utf8'), envelope: { from: null, to } };
}
