import { isAmazonSns, type FetchAmazon } from './fetch-amazon';
import {
  hour,
  notReadable,
  rawMailMissing,
  readJson,
  refusal,
  refuseForged,
  refuseOld,
  type ServiceMail,
  type ServiceRequest,
} from './service-mail';
import { checkSnsSignature, type SnsMessage } from './sns-signature';

// Amazon SNS tries a request again for an hour.
const oldest = 2 * hour;

/**
 * What Amazon SES says by an SNS topic: a mail, or null for what is about the subscription, which is
 * confirmed here. Only the topic that the admin named is listened to.
 */
export async function readSes(
  request: ServiceRequest,
  { topicArn, fetch }: { topicArn: string; fetch: FetchAmazon },
): Promise<ServiceMail | null> {
  const message = snsMessage(readJson(request.body.toString('utf8')));
  if (message['TopicArn'] !== topicArn) {
    throw refusal(
      'wrong-topic',
      'This comes from another SNS topic than the one that is set here.',
    );
  }
  await checkSnsSignature(message, fetch);
  refuseOld(Date.parse(message['Timestamp'] ?? '') || 0, request, oldest);

  switch (message['Type']) {
    case 'SubscriptionConfirmation':
      await confirm(message['SubscribeURL'] ?? '', fetch);
      return null;
    case 'UnsubscribeConfirmation':
      return null;
    case 'Notification':
      return mailOf(message['Message'] ?? '');
    default:
      throw notReadable('it is no message of Amazon SNS');
  }
}

async function confirm(url: string, fetch: FetchAmazon): Promise<void> {
  refuseForged(isAmazonSns(url));
  await fetch(url);
}

function mailOf(text: string): ServiceMail | null {
  // What SES says once to a new topic.
  if (text.startsWith('Successfully validated SNS topic')) return null;
  const { content, mail, receipt } = (readJson(text) ?? {}) as {
    content?: unknown;
    mail?: { source?: unknown } | null;
    receipt?: { recipients?: unknown } | null;
  };
  if (typeof content !== 'string' || content === '') throw rawMailMissing('ses');
  const source = mail?.source;
  const recipients = Array.isArray(receipt?.recipients) ? (receipt.recipients as unknown[]) : [];
  return {
    // A mail's head has colons, Base64 has none.
    raw: Buffer.from(content, content.includes(':') ? 'utf8' : 'base64'),
    envelope: {
      from: typeof source === 'string' ? source : null,
      to: recipients.filter((address) => typeof address === 'string'),
    },
  };
}

function snsMessage(value: unknown): SnsMessage {
  if (typeof value !== 'object' || value === null) throw notReadable('it is no message');
  const texts = Object.entries(value).filter(([, field]) => typeof field === 'string');
  return Object.fromEntries(texts) as SnsMessage;
}
