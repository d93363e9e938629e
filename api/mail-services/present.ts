import type { z } from 'zod';
import type { MailService } from '../../db/mail-service-store';
import type { mailServiceSchema } from './schema';

export function presentMailService(
  publicUrl: string,
  mailService: MailService,
): z.output<typeof mailServiceSchema> {
  const { id, service, name, token, settings, lastReceivedAt, lastProblem, lastProblemAt } =
    mailService;
  return {
    id,
    service,
    name,
    // Mailgun sends the raw mail to addresses that end in "mime" only.
    url: `${publicUrl}/api/v1/mail-services/${id}/mails/${token}/mime`,
    hasKey: mailService.sealedKey !== null,
    topicArn: settings.topicArn ?? null,
    lastReceivedAt: lastReceivedAt?.toISOString() ?? null,
    lastProblem:
      lastProblem && lastProblemAt ? { code: lastProblem, at: lastProblemAt.toISOString() } : null,
    createdAt: mailService.createdAt.toISOString(),
  };
}
