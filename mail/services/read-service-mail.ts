import type { MailServiceName } from '../../domain/mail/mail-service';
import type { FetchAmazon } from './fetch-amazon';
import { readMailgun } from './mailgun';
import { readPostmark } from './postmark';
import { readSendgrid } from './sendgrid';
import type { ServiceMail, ServiceRequest } from './service-mail';
import { readSes } from './ses';

/** What an admin set for a service. */
export interface ServiceSecrets {
  service: MailServiceName;
  /** Mailgun's signing key, SendGrid's public key. */
  key: string | null;
  topicArn: string | null;
}

/**
 * The mail in a request of a service, once the request is known to be genuine; null when it was about
 * something else. Throws a refusal (`MailServiceProblem`).
 */
export async function readServiceMail(
  request: ServiceRequest,
  { service, key, topicArn }: ServiceSecrets,
  fetch: FetchAmazon,
): Promise<ServiceMail | null> {
  switch (service) {
    case 'mailgun':
      return readMailgun(request, key!);
    case 'sendgrid':
      return readSendgrid(request, key);
    case 'postmark':
      return readPostmark(request);
    case 'ses':
      return readSes(request, { topicArn: topicArn!, fetch });
  }
}
