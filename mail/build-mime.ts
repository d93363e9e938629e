import type { Attachment } from '../db/attachment-store';
import type { Delivery } from '../db/delivery-store';
import { originHeader } from '../domain/mail/outgoing-headers';
import { writeMime } from './write-mime';

/**
 * The mail as it goes over the wire. The same delivery gives the same bytes, always: its
 * Message-ID, date and boundaries come from its row, so that a repeated attempt is the same mail.
 */
export function buildMime(
  delivery: Delivery,
  attachments: readonly (Attachment & { content: Buffer })[],
  installationId: string,
): Promise<Buffer> {
  return writeMime({
    from: delivery.sender,
    to: delivery.to,
    cc: delivery.cc,
    subject: delivery.subject,
    text: delivery.text,
    ...(delivery.html === null ? {} : { html: delivery.html }),
    messageId: delivery.rfcMessageId,
    ...(delivery.inReplyTo === null ? {} : { inReplyTo: delivery.inReplyTo }),
    references: delivery.references,
    date: delivery.createdAt,
    headers: { ...delivery.headers, [originHeader]: installationId },
    baseBoundary: delivery.id.replaceAll('-', ''),
    attachments: attachments.map(({ name, contentType, content }) => ({
      filename: name,
      contentType,
      content,
    })),
  });
}
